// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the database's errors get their meaning: repeat at once, no answer, or a bug.
 *
 * <p>Numbers from the error references of MySQL, MariaDB and TiDB.
 */
final class MySqlErrors {

  static final int ACCESS_DENIED_TO_DATABASE = 1044;
  static final int ACCESS_DENIED = 1045;
  static final int UNKNOWN_DATABASE = 1049;

  /** The class of states in the SQL standard that says that the transaction was rolled back. */
  private static final String ROLLED_BACK = "40";

  /** The one state of that class which says that nobody knows. */
  private static final String COMPLETION_UNKNOWN = "40003";

  private static final Set<Integer> CONFLICTS =
      Set.of(
          1020, // row changed since last read (MariaDB)
          1062, // duplicate key
          1205, // lock wait timeout
          1213, // deadlock
          3101, // group replication rolled back at the commit
          8002, // SELECT FOR UPDATE write conflict (TiDB)
          8022, // commit failed, retry (TiDB)
          9007); // write conflict (TiDB)

  private static final Set<Integer> READ_ONLY =
      Set.of(
          1290, // --read-only
          1792, // read-only transaction
          1836); // read-only mode

  private static final Set<Integer> UNAVAILABLE =
      Set.of(
          1021, 1037, 1038, 1041, 1114, // disk, memory or table full
          1040, 1203, 1226, // too many connections
          1042, 1043, 1047, 1053, 1077, 1079, // shutting down, not ready
          1180, 1181, // failed within a commit or a rollback: nobody knows which it was
          1152, 1153, 1158, 1159, 1160, 1161, 1184, // network
          1317, 1927, 3169, 4031, // query, connection or session killed
          1969, 3024, // statement time limit
          3032, 6400, // offline mode, as of a server that its group has expelled
          3100, 3796, 3797, 3798, 3799, // group replication refuses, or cannot wait for the others
          9001, 9002, 9005); // a TiDB node does not answer

  private MySqlErrors() {}

  /**
   * What to throw in place of a failure of the database.
   *
   * @param statement names what was being done, for the log
   * @param failure an {@link SQLException}, or what JDBI made of one
   */
  static RuntimeException translate(String statement, Exception failure) {
    SQLException error = sqlError(failure);
    if (error == null) {
      return failure instanceof RuntimeException bug ? bug : new IllegalStateException(failure);
    }
    if (isConflict(error)) {
      return new ConflictException("conflict at: " + statement, error);
    }
    if (isUnavailable(error)) {
      return new UnavailableException(
          Dependency.DATABASE, "no answer from the database at: " + statement, error);
    }
    return new IllegalStateException(
        "database error %d (%s) at: %s: %s"
            .formatted(
                error.getErrorCode(), error.getSQLState(), statement, withoutFigures(error)));
  }

  static boolean isConflict(SQLException error) {
    String state = error.getSQLState();
    return CONFLICTS.contains(error.getErrorCode())
        || (state != null && state.startsWith(ROLLED_BACK) && !state.equals(COMPLETION_UNKNOWN));
  }

  static boolean isUnavailable(SQLException error) {
    return error instanceof SQLTransientConnectionException
        || error instanceof SQLRecoverableException
        || error instanceof SQLTimeoutException
        || (error.getSQLState() != null && error.getSQLState().startsWith("08"))
        || COMPLETION_UNKNOWN.equals(error.getSQLState())
        || UNAVAILABLE.contains(error.getErrorCode())
        || isReadOnly(error);
  }

  /** Whether this server is no primary any more: another connection may reach the one that is. */
  static boolean isReadOnly(SQLException error) {
    return READ_ONLY.contains(error.getErrorCode());
  }

  static @Nullable SQLException sqlError(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException error) {
        return error;
      }
    }
    return null;
  }

  /** The server's message may quote the statement, and amounts are nobody's business in a log. */
  private static String withoutFigures(SQLException error) {
    return String.valueOf(error.getMessage()).replaceAll("[0-9]", "#");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.zaxxer.hikari.HikariDataSource;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables up to date: makes them, or adopts a {@code user_balances} that is there.
 *
 * <p>Nodes that start at once wait for each other. Every migration can be run again, since MySQL
 * cannot take a part of one back.
 */
final class Schema {

  private static final String LOCK =
      "SELECT GET_LOCK(CONCAT('onepass.', LEFT(DATABASE(), 50)), 600)";

  /** How clusters of Percona (1105) and MariaDB (1235) say that they have no named locks. */
  private static final Set<Integer> NO_NAMED_LOCKS = Set.of(1105, 1235);

  private static final String HISTORY = "onepass_schema_history";
  private static final String HAS_HISTORY =
      "SELECT 1 FROM information_schema.tables"
          + " WHERE table_schema = DATABASE() AND table_name = '"
          + HISTORY
          + "'";
  private static final String ADOPTED =
      "SELECT 1 FROM "
          + HISTORY
          + " WHERE version = '"
          + AdoptBalances.VERSION.getVersion()
          + "' AND success = 1";

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private Schema() {}

  static void migrate(MySqlConfig config) {
    try (HikariDataSource connections = Connections.patient(config);
        Connection turn = connections.getConnection();
        Statement statement = turn.createStatement()) {
      awaitTurn(statement);
      Flyway flyway = flyway(connections);
      if (Arrays.stream(flyway.info().all()).anyMatch(m -> m.getState() == MigrationState.FAILED)) {
        flyway.repair(); // takes the mark of the failure back, nothing else
      }
      if (!isAdopted(turn)) {
        requireAdoptable(turn);
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw translated(e);
    } catch (SQLException e) {
      throw MySqlErrors.translate("lock the schema", e);
    }
  }

  // Flyway's own lock is in its table, which nodes that start at once all want to make. This one is
  // given back with the connection.
  static void awaitTurn(Statement statement) throws SQLException {
    try (ResultSet answer = statement.executeQuery(LOCK)) {
      if (!answer.next() || answer.getInt(1) != 1) {
        throw new UnavailableException(
            Dependency.DATABASE,
            "another node has been changing the tables for 10 minutes; start again when it is done",
            null);
      }
    } catch (SQLException e) {
      if (!NO_NAMED_LOCKS.contains(e.getErrorCode())) {
        throw e;
      }
      // Every migration can be run again, so that nodes in each other's way fail and start over.
      LOG.warn(
          "The database has no named locks, start nodes of a new version one after another: {}",
          e.getMessage());
    }
  }

  /** Whether the balances were adopted before, so that they are the ledger's own by now. */
  static boolean isAdopted(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(HAS_HISTORY)) {
        if (!row.next()) {
          return false;
        }
      }
      try (ResultSet row = statement.executeQuery(ADOPTED)) {
        return row.next();
      }
    }
  }

  /** Before anything is changed: what cannot be adopted stays as it is. */
  private static void requireAdoptable(Connection connection) throws SQLException {
    List<String> faults = BalancesInspection.faults(connection);
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "cannot adopt user_balances, nothing was changed: " + String.join("; ", faults));
    }
  }

  private static Flyway flyway(HikariDataSource connections) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(connections)
        .locations("classpath:dev/onepass/mysql/schema")
        .javaMigrations(new AdoptBalances())
        // Of its own name, as another program may keep its tables in the same database.
        .table(HISTORY)
        // There may be tables already: the reference's, or another program's.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private static RuntimeException translated(FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalStateException explained) {
        return explained;
      }
    }
    return MySqlErrors.sqlError(failure) == null
        ? failure
        : MySqlErrors.translate("migrate the schema", failure);
  }
}

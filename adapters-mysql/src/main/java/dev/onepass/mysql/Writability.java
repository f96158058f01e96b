// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Tells whether a server takes writes now and will keep them: it is not read-only, as secondaries
 * and replicas are, and where it belongs to a replication group, it is its primary and sees most of
 * the others.
 *
 * <p>About the group it needs {@code SELECT} on {@code
 * performance_schema.replication_group_members}; without that, and where there are no groups,
 * {@code read_only} alone decides.
 */
final class Writability {

  private static final String ALONE = "SELECT @@global.read_only = 0";
  private static final String IN_GROUP =
      "SELECT @@global.super_read_only = 0 AND @@global.read_only = 0 AND @@global.offline_mode = 0"
          + " AND (COUNT(*) = 0 OR (SUM(MEMBER_STATE <> 'UNREACHABLE') * 2 > COUNT(*)"
          + " AND SUM(MEMBER_ID = @@server_uuid AND MEMBER_ROLE = 'PRIMARY'"
          + " AND MEMBER_STATE = 'ONLINE') = 1))"
          + " FROM performance_schema.replication_group_members";

  /** No such table, database, column or variable, or none that this user may see. */
  private static final Set<Integer> GROUP_NOT_SEEN = Set.of(1044, 1049, 1054, 1142, 1146, 1193);

  private Writability() {}

  static boolean isGiven(Connection connection) throws SQLException {
    try {
      return isTrue(connection, IN_GROUP);
    } catch (SQLException e) {
      if (!GROUP_NOT_SEEN.contains(e.getErrorCode())) {
        throw e;
      }
      return isTrue(connection, ALONE);
    }
  }

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      return answer.next() && answer.getBoolean(1);
    }
  }
}

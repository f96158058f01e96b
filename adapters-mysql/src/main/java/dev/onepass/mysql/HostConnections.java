// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a host's DataSource must have set, since a connection that is there cannot be told. */
final class HostConnections {

  private static final Logger LOG = LoggerFactory.getLogger(HostConnections.class);

  private HostConnections() {}

  /**
   * @throws IllegalStateException if such connections cannot be used; the message says what to set
   */
  static void require(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(JdbcConnection.class)) {
      throw new IllegalStateException(
          "the DataSource must make connections of MySQL Connector/J, not "
              + connection.getClass().getName());
    }
    PropertySet set = connection.unwrap(JdbcConnection.class).getPropertySet();
    if (!is(set, PropertyKey.allowMultiQueries)) {
      throw new IllegalStateException(
          "the DataSource must set allowMultiQueries=true: a transaction is written in one text");
    }
    if (is(set, PropertyKey.useAffectedRows)) {
      throw new IllegalStateException(
          "the DataSource must set useAffectedRows=false: updates count the rows they found");
    }
    if (!is(set, PropertyKey.rewriteBatchedStatements)) {
      LOG.warn("The DataSource does not set rewriteBatchedStatements=true: large batches are slow");
    }
  }

  private static boolean is(PropertySet set, PropertyKey key) {
    return set.getBooleanProperty(key).getValue();
  }
}

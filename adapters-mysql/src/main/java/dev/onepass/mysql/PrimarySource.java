// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections to that one of several servers which takes writes. The driver's own failover would
 * stay with any server that answers. Thread-safe.
 */
final class PrimarySource implements DataSource {

  /** Two rows, where there may be one, are an error to the server. */
  static final String FAILS_IF_READ_ONLY =
      "SELECT IF(@@global.read_only, (SELECT 1 UNION SELECT 2), 1)";

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final PrimaryWatch servers;
  private final Properties properties;
  private final Duration patience;

  /**
   * @param properties for the driver, with user and password
   * @param patience for how long to look for a server that takes writes
   */
  PrimarySource(PrimaryWatch servers, Properties properties, Duration patience) {
    this.servers = servers;
    this.properties = properties;
    this.patience = patience;
  }

  /** Waits a while for a server that takes writes: an election takes seconds. */
  @Override
  public Connection getConnection() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return servers.connect(properties);
      } catch (SQLException e) {
        boolean mayPass = MySqlErrors.isUnavailable(e);
        if (!mayPass || System.nanoTime() - start > patience.toNanos()) {
          throw e;
        }
        pause(e);
      }
    }
  }

  /** Short: the pool's own pause after a failure grows to the time that an election takes. */
  private static void pause(SQLException failure) throws SQLException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the user is fixed");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {
    // The driver's own log is used.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The properties have the driver's connectTimeout.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("no java.util.logging here");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}

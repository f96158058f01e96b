// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first connection of a start: waits for a database that is starting too, and makes the
 * database (the schema) where it does not exist.
 */
final class FirstContact {

  static final int TRIES_MAX = 10;
  static final Duration PAUSE = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(FirstContact.class);

  private final MySqlConfig config;
  private final Consumer<Duration> pause;

  FirstContact(MySqlConfig config, Consumer<Duration> pause) {
    this.config = config;
    this.pause = pause;
  }

  /**
   * @throws UnavailableException if the database did not answer in all tries
   * @throws IllegalStateException if it answered with a refusal that waiting will not change
   */
  void await() {
    for (int attempt = 1; ; attempt++) {
      try {
        reach();
        return;
      } catch (SQLException e) {
        if (!MySqlErrors.isUnavailable(e)) {
          throw new IllegalStateException(refusal(config, e), e);
        }
        LOG.warn(
            "Waiting for the database at {}: attempt {} of {} failed: {}",
            config.jdbcUrl(),
            attempt,
            TRIES_MAX,
            reason(e));
        if (attempt == TRIES_MAX) {
          throw new UnavailableException(
              Dependency.DATABASE,
              "the database at %s did not answer in %d attempts: %s; is it running, and is mysql.dsn right?"
                  .formatted(config.jdbcUrl(), TRIES_MAX, reason(e)),
              e);
        }
        pause.accept(PAUSE);
      }
    }
  }

  private void reach() throws SQLException {
    try (Connection connection = Connections.single(config, config.jdbcUrl())) {
      LOG.info(
          "Connected to {} {} at {}",
          connection.getMetaData().getDatabaseProductName(),
          connection.getMetaData().getDatabaseProductVersion(),
          config.jdbcUrl());
      if (config.source() != null) {
        HostConnections.require(connection);
      }
    } catch (SQLException e) {
      if (e.getErrorCode() != MySqlErrors.UNKNOWN_DATABASE || config.source() != null) {
        throw e;
      }
      createDatabase();
    }
  }

  private void createDatabase() throws SQLException {
    String name = config.database();
    String server = config.jdbcUrl().substring(0, config.jdbcUrl().lastIndexOf('/') + 1);
    try (Connection connection = Connections.single(config, server);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE IF NOT EXISTS `"
              + name.replace("`", "``")
              + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
      LOG.info("Created the database {}", name);
    }
  }

  /** What to tell of a server that answers, but not as wished. */
  static String refusal(MySqlConfig config, SQLException error) {
    String advice =
        switch (error.getErrorCode()) {
          case MySqlErrors.ACCESS_DENIED -> "check user and password in mysql.dsn";
          case MySqlErrors.ACCESS_DENIED_TO_DATABASE ->
              "create the database %s, or grant the user the rights on it"
                  .formatted(config.database());
          default -> "check mysql.dsn";
        };
    return "the database at %s refuses the user %s: %s; %s"
        .formatted(config.jdbcUrl(), config.user(), error.getMessage(), advice);
  }

  /** The innermost message: the driver's own begins with a paragraph about network failures. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

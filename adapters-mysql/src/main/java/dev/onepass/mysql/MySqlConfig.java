// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address of the database, and how it is used. Immutable. {@link #toString} hides the password.
 *
 * @param jdbcUrl a {@code jdbc:mysql:} URL up to the name of the database, without properties; of
 *     several hosts in it, the one that takes writes is used
 * @param user the user to log in as
 * @param password that user's password; may be empty
 * @param properties further properties of MySQL Connector/J
 * @param pool how many connections, and for how long
 * @param timeouts how long to wait for what
 * @param source makes the connections in place of URL, user and properties; null if these do
 */
public record MySqlConfig(
    String jdbcUrl,
    String user,
    String password,
    Map<String, String> properties,
    Pool pool,
    Timeouts timeouts,
    @Nullable DataSource source) {

  private static final Logger LOG = LoggerFactory.getLogger(MySqlConfig.class);

  public MySqlConfig {
    properties = Map.copyOf(properties);
  }

  /**
   * Takes connections from a host program, as one has that logs in by short-lived tokens, or
   * through a tunnel. They are pooled here, so that the source should not pool them, too; the
   * database must be there.
   *
   * @param source gives a new connection of MySQL Connector/J at each call, with {@code
   *     allowMultiQueries=true} and {@code useAffectedRows=false}, which the start checks, and best
   *     with {@code rewriteBatchedStatements=true}; its time-outs are the host's to set. Is not
   *     closed
   */
  public static MySqlConfig of(DataSource source) {
    return new MySqlConfig(
        "a DataSource of the host", "", "", Map.of(), Pool.DEFAULT, Timeouts.DEFAULT, source);
  }

  /**
   * Reads an address, with the default pool, and with the timeouts that it gives. Logs a warning
   * for each parameter that is taken otherwise than it says.
   *
   * @param dsn {@code user:password@tcp(host:port)/database?parameters} as Go's driver takes it, or
   *     a {@code jdbc:mysql:} URL; either with several {@code host:port}, a comma between
   * @throws IllegalArgumentException if it is neither, or has a parameter that is not known; the
   *     message says which part is wrong, and never holds the password
   */
  public static MySqlConfig of(String dsn) {
    MySqlDsn address = MySqlDsn.parse(dsn);
    address.warnings().forEach(warning -> LOG.warn("mysql.dsn: {}", warning));
    return new MySqlConfig(
        address.jdbcUrl(),
        address.user(),
        address.password(),
        address.properties(),
        Pool.DEFAULT,
        address.timeouts(),
        null);
  }

  /** The same user at another database of the same server. */
  public MySqlConfig withDatabase(String name) {
    String server = jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1);
    return new MySqlConfig(server + name, user, password, properties, pool, timeouts, source);
  }

  public MySqlConfig withCredentials(String newUser, String newPassword) {
    return new MySqlConfig(jdbcUrl, newUser, newPassword, properties, pool, timeouts, source);
  }

  public MySqlConfig withPool(Pool newPool) {
    return new MySqlConfig(jdbcUrl, user, password, properties, newPool, timeouts, source);
  }

  public MySqlConfig withTimeouts(Timeouts newTimeouts) {
    return new MySqlConfig(jdbcUrl, user, password, properties, pool, newTimeouts, source);
  }

  /** The name of the database. */
  String database() {
    return jdbcUrl.substring(jdbcUrl.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    // Not the properties: some of them are secrets too.
    return "MySqlConfig[%s, user=%s, password=***, %s, %s]"
        .formatted(jdbcUrl, user, pool, timeouts);
  }

  /**
   * The connection pool. A quarter of it, at least one connection, is for ledger transactions.
   *
   * @param connectionsMax the most connections; at least 2
   * @param idleMax how many are kept open while unused
   * @param lifetimeMax after which time a connection is replaced
   * @param idleTimeout after which time one that is not needed is closed
   * @param borrow how long to wait for a free one
   */
  public record Pool(
      int connectionsMax,
      int idleMax,
      Duration lifetimeMax,
      Duration idleTimeout,
      Duration borrow) {

    /** The reference's: 100 at most, 20 idle. */
    public static final Pool DEFAULT =
        new Pool(100, 20, Duration.ofMinutes(30), Duration.ofMinutes(10), Duration.ofSeconds(5));

    /**
     * @throws IllegalArgumentException if there are less than two connections, or more idle ones
     *     than there may be
     */
    public Pool {
      if (connectionsMax < 2 || idleMax < 0 || idleMax > connectionsMax) {
        throw new IllegalArgumentException(
            "a pool has at least 2 connections, and 0 to that many idle ones: %d, %d"
                .formatted(connectionsMax, idleMax));
      }
    }

    public Pool withSize(int newConnectionsMax, int newIdleMax) {
      return new Pool(newConnectionsMax, newIdleMax, lifetimeMax, idleTimeout, borrow);
    }
  }

  /**
   * How long to wait for the database.
   *
   * @param connect for a connection
   * @param answer for the answer to a statement; longer than {@code lock}
   * @param lock for a row that another transaction holds; whole seconds
   */
  public record Timeouts(Duration connect, Duration answer, Duration lock) {

    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(10));

    /**
     * @throws IllegalArgumentException if the wait for a lock is less than a second, or not shorter
     *     than that for an answer
     */
    public Timeouts {
      if (lock.toSeconds() < 1 || lock.compareTo(answer) >= 0) {
        throw new IllegalArgumentException(
            "the wait for a lock is at least 1 s and shorter than that for an answer: %s, %s"
                .formatted(lock, answer));
      }
    }

    public Timeouts withConnect(Duration newConnect) {
      return new Timeouts(newConnect, answer, lock);
    }

    /** Another wait for an answer; the wait for a lock is shortened to half of it if need be. */
    public Timeouts withAnswer(Duration newAnswer) {
      Duration half = Duration.ofSeconds(newAnswer.toSeconds() / 2);
      return new Timeouts(connect, newAnswer, lock.compareTo(half) < 0 ? lock : half);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which of several servers takes writes, as {@link Writability} tells it of each.
 *
 * <p>Once started it asks every second. When another server takes the writes it breaks off all
 * connections to those before: who waits there for an answer would wait for as long as a frozen
 * server is frozen, and what that one says afterwards may be late. Thread-safe.
 */
final class PrimaryWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PrimaryWatch.class);

  private static final Pattern SEVERAL =
      Pattern.compile("jdbc:mysql://([^/,()]+(?:,[^/,()]+)+)(/.*)");

  private static final int NONE = -1;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** For an answer to the watch, who asks for next to nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** For each answer until a connection is known to lead to the primary. */
  private static final Duration LOGIN_PATIENCE = Duration.ofSeconds(2);

  private final List<String> urls;
  private final Properties properties;

  /** The server of each connection; those that nobody holds any more are forgotten. */
  private final Map<Connection, Integer> connections = new WeakHashMap<>();

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread watcher = new Thread(work, "onepass-mysql-primary");
            watcher.setDaemon(true);
            return watcher;
          });

  /** Where to begin: the server that took writes last. */
  private volatile int primary;

  /** The server that {@link #look} found to take writes, and still does. Guarded by this. */
  private int found = NONE;

  /** Its own connection to the primary; of {@link #look} alone. */
  private @Nullable Connection line;

  /**
   * @param jdbcUrl of several hosts
   * @param properties for the driver, with user and password
   */
  PrimaryWatch(String jdbcUrl, Properties properties) {
    Matcher parts = SEVERAL.matcher(jdbcUrl);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not an address of several hosts: " + jdbcUrl);
    }
    this.urls =
        Arrays.stream(parts.group(1).split(","))
            .map(host -> "jdbc:mysql://" + host.strip() + parts.group(2))
            .toList();
    this.properties = new Properties();
    this.properties.putAll(properties);
    this.properties.setProperty("connectTimeout", "" + PATIENCE.toMillis());
    this.properties.setProperty("socketTimeout", "" + PATIENCE.toMillis());
  }

  /** Whether an address has several hosts. */
  static boolean isNeeded(String jdbcUrl) {
    return SEVERAL.matcher(jdbcUrl).matches();
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::lookAgain, PAUSE.toMillis(), PAUSE.toMillis(), MILLISECONDS);
  }

  /**
   * A connection to the server that takes writes now, the one known first.
   *
   * @throws SQLException if there is none; the gravest of all answers
   */
  Connection connect(Properties settings) throws SQLException {
    SQLException failure = null;
    int first = primary;
    for (int i = 0; i < urls.size(); i++) {
      int at = (first + i) % urls.size();
      try {
        Connection connection = writable(at, settings);
        if (remember(connection, at)) {
          return connection;
        }
        connection.close();
        throw new SQLException(urls.get(at) + " takes the writes no more", "08001");
      } catch (SQLException e) {
        failure = graver(failure, e);
      }
    }
    throw failure == null ? new SQLException("no server", "08001") : failure;
  }

  private Connection writable(int at, Properties settings) throws SQLException {
    Connection connection = DriverManager.getConnection(urls.get(at), ofLogin(settings));
    boolean taken = false;
    try {
      taken = Writability.isGiven(connection);
      connection.setNetworkTimeout(Runnable::run, answerMillis(settings));
    } finally {
      if (!taken) {
        connection.close();
      }
    }
    if (!taken) {
      throw new SQLException(urls.get(at) + " takes no writes at present", "08001");
    }
    return connection;
  }

  /**
   * A frozen server takes calls, and says nothing: who logs in there must not wait for it as long
   * as a statement may take, but go on to the next one.
   */
  private static Properties ofLogin(Properties settings) {
    int answer = answerMillis(settings);
    long login = LOGIN_PATIENCE.toMillis();
    Properties hasty = new Properties();
    hasty.putAll(settings);
    hasty.setProperty("socketTimeout", "" + (answer == 0 ? login : Math.min(login, answer)));
    return hasty;
  }

  /** Zero for as long as it takes. */
  private static int answerMillis(Properties settings) {
    return Integer.parseInt(settings.getProperty("socketTimeout", "0"));
  }

  /** A refusal that waiting does not change says more than a server that is away. */
  private static SQLException graver(@Nullable SQLException one, SQLException other) {
    return one == null || MySqlErrors.isUnavailable(one) ? other : one;
  }

  /**
   * Takes a connection in, unless the watch knows better: a primary that was frozen goes on for
   * some seconds as if it still was one, and tells old balances.
   */
  private synchronized boolean remember(Connection connection, int at) {
    if (found != NONE && found != at) {
      return false;
    }
    primary = at;
    connections.put(connection, at);
    return true;
  }

  /** What is scheduled ends for good with the first exception. */
  private void lookAgain() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.warn("the servers of the database could not be asked for the primary", e);
    }
  }

  /** Asks the primary, and if it is none any more, the others. */
  void look() {
    if (isPrimaryStill()) {
      return;
    }
    synchronized (this) {
      found = NONE;
    }
    int before = primary;
    for (int i = 1; i <= urls.size(); i++) {
      int at = (before + i) % urls.size();
      try {
        line = writable(at, properties);
        leaveOthers(at);
        return;
      } catch (SQLException e) {
        LOG.debug("{} is not the primary: {}", urls.get(at), e.getMessage());
      }
    }
  }

  private boolean isPrimaryStill() {
    Connection asked = line;
    if (asked == null) {
      return false;
    }
    try {
      if (Writability.isGiven(asked)) {
        return true;
      }
      asked.close();
    } catch (SQLException e) {
      LOG.debug("the primary does not answer: {}", e.getMessage());
    }
    line = null;
    return false;
  }

  private void leaveOthers(int at) {
    List<Connection> left = new ArrayList<>();
    synchronized (this) {
      primary = at;
      found = at;
      connections.forEach(
          (connection, server) -> {
            if (server != at) {
              left.add(connection);
            }
          });
      left.forEach(connections::remove);
    }
    if (!left.isEmpty()) {
      LOG.warn("{} takes the writes now; leaving the server before it", urls.get(at));
    }
    for (Connection connection : left) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("a connection was not broken off: {}", e.getMessage());
      }
    }
  }

  /** Asks no more. Connections that it gave stay open. */
  @Override
  public void close() {
    thread.execute(this::hangUp);
    thread.shutdown();
  }

  private void hangUp() {
    try {
      if (line != null) {
        line.close();
      }
    } catch (SQLException e) {
      LOG.debug("the connection to the primary was not closed: {}", e.getMessage());
    }
  }
}

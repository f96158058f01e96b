// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.mysql.MySqlConfig.Timeouts;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The address of a database, read from either form that {@code mysql.dsn} takes. Immutable.
 *
 * @param jdbcUrl up to the name of the database
 * @param properties for MySQL Connector/J, without user, password and timeouts
 * @param warnings what of the text is not as its writer meant it, and why; without values
 */
record MySqlDsn(
    String jdbcUrl,
    String user,
    String password,
    Map<String, String> properties,
    Timeouts timeouts,
    List<String> warnings) {

  private static final String JDBC = "jdbc:mysql:";
  private static final Duration ANSWER_MIN = Duration.ofSeconds(2);

  /**
   * @throws IllegalArgumentException if the text is no such address; the message never holds the
   *     password
   */
  static MySqlDsn parse(String dsn) {
    if (dsn.startsWith("jdbc:") && !dsn.startsWith(JDBC)) {
      throw invalid("of the jdbc: URLs only " + JDBC + " ones are known");
    }
    return dsn.startsWith(JDBC) ? ofJdbcUrl(dsn) : GoDsn.parse(dsn);
  }

  private static MySqlDsn ofJdbcUrl(String url) {
    int mark = url.indexOf('?');
    String address = mark < 0 ? url : url.substring(0, mark);
    if (address.indexOf('@') >= 0) {
      throw invalid("give user and password of a jdbc: URL as its parameters, not before the host");
    }
    if (!address.matches("jdbc:mysql:[^/]*//[^/]+/[^/]+")) {
      throw invalid("a jdbc: URL looks like jdbc:mysql://host:port/database?user=..&password=..");
    }
    Map<String, String> properties = parameters(mark < 0 ? "" : url.substring(mark + 1));
    String user = properties.getOrDefault("user", "");
    String password = properties.getOrDefault("password", "");
    // The database is made, if need be, once at the start and not at each connection.
    properties
        .keySet()
        .removeIf(Map.of("user", 0, "password", 0, "createDatabaseIfNotExist", 0)::containsKey);
    return of(address, user, password, properties, List.of());
  }

  /** Makes a DSN, with timeouts taken out of the driver's properties. */
  static MySqlDsn of(
      String jdbcUrl,
      String user,
      String password,
      Map<String, String> properties,
      List<String> warnings) {
    Map<String, String> others = new TreeMap<>(properties);
    List<String> told = new ArrayList<>(warnings);
    Duration connect = taken(others, "connectTimeout", Timeouts.DEFAULT.connect());
    Duration answer = taken(others, "socketTimeout", Timeouts.DEFAULT.answer());
    if (answer.compareTo(ANSWER_MIN) < 0) {
      told.add("an answer is waited for 2 s: a shorter time does not cover the wait for a lock");
      answer = ANSWER_MIN;
    }
    return new MySqlDsn(
        jdbcUrl,
        user,
        password,
        Map.copyOf(others),
        Timeouts.DEFAULT.withConnect(connect).withAnswer(answer),
        List.copyOf(told));
  }

  /** A bound in milliseconds, of which zero means the default: nothing here waits for ever. */
  private static Duration taken(Map<String, String> properties, String name, Duration normal) {
    String millis = properties.remove(name);
    if (millis == null || millis.equals("0")) {
      return normal;
    }
    if (!millis.matches("[0-9]{1,9}")) {
      throw invalid(name + " is a number of milliseconds, at most 9 digits");
    }
    return Duration.ofMillis(Long.parseLong(millis));
  }

  /** Reads {@code a=1&b=2}, with % escapes in the values; of a name given twice the last counts. */
  static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String parameter : query.split("&")) {
      if (!parameter.isEmpty()) {
        int equals = parameter.indexOf('=');
        if (equals < 1) {
          throw invalid("a parameter is not of the form name=value");
        }
        parameters.put(parameter.substring(0, equals), unescaped(parameter.substring(equals + 1)));
      }
    }
    return parameters;
  }

  static String unescaped(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("a % is not followed by two hexadecimal digits");
    }
  }

  static IllegalArgumentException invalid(String what) {
    return new IllegalArgumentException("mysql.dsn: " + what);
  }

  @Override
  public String toString() {
    return jdbcUrl;
  }
}

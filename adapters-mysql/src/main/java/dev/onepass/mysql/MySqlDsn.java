// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The address of a database, read from either form that {@code mysql.dsn} takes. Immutable.
 *
 * @param jdbcUrl up to the name of the database
 * @param properties for MySQL Connector/J, without user and password
 */
record MySqlDsn(String jdbcUrl, String user, String password, Map<String, String> properties) {

  private static final String JDBC = "jdbc:mysql:";

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
    return new MySqlDsn(address, user, password, properties);
  }

  /** Reads {@code a=1&b=2}, with % escapes in the values. */
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

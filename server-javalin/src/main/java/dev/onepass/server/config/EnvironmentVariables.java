// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the settings that the environment gives: {@code ONEPASS_MYSQL_DSN} is {@code mysql.dsn}.
 * Underscores between the words of a name may be there or not.
 */
final class EnvironmentVariables {

  private static final String PREFIX = "ONEPASS_";

  /** Set by Kubernetes for a service whose name begins with "onepass"; not meant for us. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT.*|PORT_[0-9]+_.*)");

  /** The same of the variable that bears the name of one of our ports: told by its value. */
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private EnvironmentVariables() {}

  /**
   * @param problems what is wrong with the variables is added here
   * @return the settings that they give
   */
  static Map<Key, Given> read(Map<String, String> environment, List<String> problems) {
    var given = new EnumMap<Key, Given>(Key.class);
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && !isServiceLink(name, value)) {
                read(name, value, given, problems);
              }
            });
    return given;
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
  }

  private static void read(
      String name, String value, Map<Key, Given> given, List<String> problems) {
    String word = name.substring(PREFIX.length());
    for (Key key : Key.values()) {
      if (plain(word).equals(plain(key.path()))) {
        Given twice = given.put(key, new Given(inLines(key, value), name));
        if (twice != null && !twice.text().equals(inLines(key, value))) {
          problems.add(name + " and " + twice.origin() + " both set " + key + ", to other values");
        }
        return;
      }
    }
    if (isOfASection(word)) {
      Key nearest = NearestKey.to(word.replace('_', '.'));
      problems.add(name + ": unknown setting; did you mean " + nearest.variable() + "?");
    }
  }

  /** Other variables that begin like ours belong to the launcher and to tests. */
  private static boolean isOfASection(String word) {
    String first = word.split("_", 2)[0].toLowerCase(Locale.ROOT);
    return Arrays.stream(Key.values()).anyMatch(key -> key.section().equals(first));
  }

  private static String plain(String name) {
    return name.replace("_", "").replace(".", "").toLowerCase(Locale.ROOT);
  }

  private static String inLines(Key key, String value) {
    return key.isList() ? value.replace(',', '\n') : value;
  }
}

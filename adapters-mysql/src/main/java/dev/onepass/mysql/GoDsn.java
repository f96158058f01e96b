// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.mysql.MySqlDsn.invalid;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The address as Go's MySQL driver writes it: {@code
 * [user[:password]@][net[(addr)]]/database[?..]}.
 *
 * <p>Cut as that driver cuts it: at the last slash, then at the last at sign before it, so that a
 * password may hold either, and colons. Beyond that driver, the address may be several with commas
 * between, of which one is the primary.
 */
final class GoDsn {

  private static final int PORT_DEFAULT = 3306;
  private static final int PORT_MAX = 65_535;

  private static final Pattern NETWORK = Pattern.compile("(?<net>[^()]*)(\\((?<address>.*)\\))?");
  private static final Pattern ADDRESS =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)?(:(?<port>[0-9]{1,5}))?");

  /** The name becomes a part of a URL, in which other signs have a meaning of their own. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_$.@-]+");

  private static final Pattern DURATION =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|us|µs|ns|s|m|h)");
  private static final Map<String, Double> UNIT_MILLIS =
      Map.of("ns", 1e-6, "us", 1e-3, "µs", 1e-3, "ms", 1.0, "s", 1e3, "m", 6e4, "h", 3.6e6);

  /** Of the Go driver's own making, or always so here. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "allowAllFiles",
          "allowCleartextPasswords",
          "allowFallbackToPlaintext",
          "allowNativePasswords",
          "allowOldPasswords",
          "checkConnLiveness",
          "clientFoundRows",
          "collation",
          "columnsWithAlias",
          "interpolateParams",
          "loc",
          "maxAllowedPacket",
          "multiStatements",
          "parseTime",
          "rejectReadOnly",
          "timeTruncate");

  private GoDsn() {}

  static MySqlDsn parse(String dsn) {
    int slash = dsn.lastIndexOf('/');
    if (slash < 0) {
      throw invalid("there is no / before the name of the database");
    }
    String left = dsn.substring(0, slash);
    int at = left.lastIndexOf('@');
    String login = at < 0 ? "" : left.substring(0, at);
    int colon = login.indexOf(':');
    String right = dsn.substring(slash + 1);
    int mark = right.indexOf('?');
    return new MySqlDsn(
        "jdbc:mysql://" + hostsAndPorts(left.substring(at + 1)) + "/" + database(right, mark),
        colon < 0 ? login : login.substring(0, colon),
        colon < 0 ? "" : login.substring(colon + 1),
        properties(MySqlDsn.parameters(mark < 0 ? "" : right.substring(mark + 1))));
  }

  private static String database(String right, int mark) {
    String name = MySqlDsn.unescaped(mark < 0 ? right : right.substring(0, mark));
    if (name.isEmpty()) {
      throw invalid("the name of the database is missing after the last /");
    }
    if (!NAME.matcher(name).matches()) {
      throw invalid("the name of the database has a sign other than _ $ . @ - in it");
    }
    return name;
  }

  private static String hostsAndPorts(String network) {
    Matcher parts = NETWORK.matcher(network);
    if (!parts.matches()) {
      throw invalid("the part between @ and / is not of the form tcp(host:port)");
    }
    String net = parts.group("net");
    if (net.equals("unix")) {
      throw invalid("unix sockets are not supported, use tcp(host:port)");
    }
    if (!net.isEmpty() && !net.equals("tcp")) {
      throw invalid("the network is not tcp, use tcp(host:port)");
    }
    String given = parts.group("address");
    return Arrays.stream((given == null ? "" : given).split(",", -1))
        .map(GoDsn::oneHostAndPort)
        .collect(Collectors.joining(","));
  }

  private static String oneHostAndPort(String given) {
    Matcher address = ADDRESS.matcher(given.strip());
    if (!address.matches()) {
      throw invalid("the address in tcp(..) is not host or host:port, or several with commas");
    }
    String host = address.group("host");
    String port = address.group("port");
    if (port != null && (Integer.parseInt(port) == 0 || Integer.parseInt(port) > PORT_MAX)) {
      throw invalid("a port in tcp(..) is 1 to " + PORT_MAX);
    }
    return (host == null ? "127.0.0.1" : host) + ":" + (port == null ? PORT_DEFAULT : port);
  }

  private static Map<String, String> properties(Map<String, String> parameters) {
    Map<String, String> properties = new HashMap<>();
    // Without TLS, which is the Go driver's default, a password goes under the server's public key.
    properties.put("sslMode", "DISABLED");
    properties.put("allowPublicKeyRetrieval", "true");
    parameters.forEach((name, value) -> map(name, value, properties));
    return properties;
  }

  private static void map(String name, String value, Map<String, String> properties) {
    switch (name) {
      case "tls" -> properties.put("sslMode", sslMode(value));
      case "timeout" -> properties.put("connectTimeout", millis(name, value));
      case "readTimeout", "writeTimeout" -> properties.put("socketTimeout", millis(name, value));
      case "compress" -> properties.put("useCompression", value);
      case "charset" -> requireUtf8(value);
      default -> {
        if (!WITHOUT_MEANING.contains(name)) {
          throw invalid("the parameter " + name + " is not known");
        }
      }
    }
  }

  private static String sslMode(String tls) {
    return switch (tls) {
      case "false" -> "DISABLED";
      case "preferred" -> "PREFERRED";
      case "skip-verify" -> "REQUIRED";
      case "true" -> "VERIFY_IDENTITY";
      default -> throw invalid("tls is true, false, skip-verify or preferred");
    };
  }

  private static void requireUtf8(String charsets) {
    if (!Set.of("utf8mb4", "utf8").contains(charsets.split(",", -1)[0])) {
      throw invalid("charset is to be utf8mb4");
    }
  }

  /** Reads a duration as Go writes it, such as {@code 1m30s}. */
  private static String millis(String name, String duration) {
    Matcher parts = DURATION.matcher(duration);
    double millis = 0;
    int end = 0;
    while (parts.lookingAt()) {
      millis += Double.parseDouble(parts.group(1)) * UNIT_MILLIS.getOrDefault(parts.group(2), 0.0);
      end = parts.end();
      parts.region(end, duration.length());
    }
    if (end == 0 || end < duration.length()) {
      throw invalid(name + " is not a duration such as 30s or 500ms");
    }
    return Long.toString(Math.round(millis));
  }
}

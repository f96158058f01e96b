// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.mysql.MySqlDsn.invalid;

import java.util.Arrays;
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
    GoParameters parameters =
        new GoParameters(MySqlDsn.parameters(mark < 0 ? "" : right.substring(mark + 1)));
    return MySqlDsn.of(
        "jdbc:mysql://" + hostsAndPorts(left.substring(at + 1)) + "/" + database(right, mark),
        colon < 0 ? login : login.substring(0, colon),
        colon < 0 ? "" : login.substring(colon + 1),
        parameters.properties(),
        parameters.warnings());
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
      throw invalid(
          "the part between @ and the last / is not of the form tcp(host:port); write a / within a"
              + " parameter as %2F");
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
}

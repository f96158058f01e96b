// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of one Redis server. Immutable.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record RedisAddress(String host, int port) {

  private static final int PORT_DEFAULT = 6379;
  private static final int PORT_MAX = 65_535;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile(
          "(?<host>\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?]|[A-Za-z0-9._-]+)?(:(?<port>[0-9]{1,9}))?");

  /**
   * @throws IllegalArgumentException if no server could be there
   */
  public RedisAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("a Redis address needs a host, as in redis:6379");
    }
    if (port <= 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("a Redis port is 1 to 65535: " + port);
    }
  }

  /**
   * Reads {@code host:port}, a host alone for port 6379, or {@code :port} for this machine.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static RedisAddress of(String text) {
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      // Not quoted: it may hold a password.
      throw new IllegalArgumentException(
          "a Redis address is host:port, as in redis:6379 or [::1]:6379");
    }
    String host = parts.group("host");
    String port = parts.group("port");
    return new RedisAddress(
        host == null ? "localhost" : host, port == null ? PORT_DEFAULT : Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}

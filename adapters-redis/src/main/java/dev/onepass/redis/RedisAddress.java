// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

/**
 * Where a server of Redis listens. Immutable.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record RedisAddress(String host, int port) {

  private static final int PORT_DEFAULT = 6379;
  private static final int PORT_MAX = 65_535;

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
   * Reads {@code host:port}, or a host alone for port 6379.
   *
   * @throws IllegalArgumentException if there is no host, a port that is none, or more than that
   */
  public static RedisAddress of(String text) {
    if (text.indexOf('/') >= 0 || text.indexOf('@') >= 0) {
      // Not quoted: it may hold a password.
      throw new IllegalArgumentException(
          "a Redis address is host:port, as in redis:6379, and no URL; a password has a setting of its"
              + " own");
    }
    int colon = text.lastIndexOf(':');
    if (colon <= text.lastIndexOf(']')) {
      return new RedisAddress(text, PORT_DEFAULT);
    }
    try {
      return new RedisAddress(
          text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "no port after the colon of the Redis address '" + text + "', as in redis:6379", e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}

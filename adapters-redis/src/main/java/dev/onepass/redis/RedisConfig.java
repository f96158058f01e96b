// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.time.Duration;

/**
 * Where Redis is, and how long to wait for it. Immutable.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param password empty for none; never printed
 * @param database number of the logical database
 * @param connectTimeout longest wait for a new connection, or for one of the pool to come free
 * @param answerTimeout longest wait for an answer
 * @param connectionsMax connections open at once
 */
public record RedisConfig(
    String host,
    int port,
    String password,
    int database,
    Duration connectTimeout,
    Duration answerTimeout,
    int connectionsMax) {

  private static final int PORT_DEFAULT = 6379;
  private static final int PORT_MAX = 65_535;

  /**
   * @throws IllegalArgumentException if no server could be reached with it
   */
  public RedisConfig {
    require(!host.isBlank(), "a Redis address needs a host, as in redis:6379");
    require(port > 0 && port <= PORT_MAX, "a Redis port is 1 to 65535: " + port);
    require(database >= 0, "a Redis database is not negative: " + database);
    require(connectTimeout.toMillis() > 0, "the connect timeout is at least 1 ms");
    require(answerTimeout.toMillis() > 0, "the answer timeout is at least 1 ms");
    require(connectionsMax > 0, "at least one connection is needed: " + connectionsMax);
  }

  /**
   * Redis at an address, with short waits: 500 ms for a connection, 1 s for an answer.
   *
   * @param address {@code host:port}, or a host alone for port 6379
   * @param password empty for none
   * @param database number of the logical database
   * @throws IllegalArgumentException if the address has no host, or a port that is none
   */
  public static RedisConfig of(String address, String password, int database) {
    int colon = address.lastIndexOf(':');
    boolean portGiven = colon > address.lastIndexOf(']');
    String host = portGiven ? address.substring(0, colon) : address;
    int port = portGiven ? port(address, colon) : PORT_DEFAULT;
    return new RedisConfig(
        host, port, password, database, Duration.ofMillis(500), Duration.ofSeconds(1), 16);
  }

  /** Host and port, for messages. */
  public String address() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return "Redis at %s, database %d, %s, timeouts %d ms to connect and %d ms to answer, %d connections"
        .formatted(
            address(),
            database,
            password.isEmpty() ? "no password" : "password ***",
            connectTimeout.toMillis(),
            answerTimeout.toMillis(),
            connectionsMax);
  }

  private static int port(String address, int colon) {
    try {
      return Integer.parseInt(address.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "no port after the colon of the Redis address '" + address + "', as in redis:6379", e);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}

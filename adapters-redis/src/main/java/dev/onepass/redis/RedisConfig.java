// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.time.Duration;

/**
 * Where Redis is, and how long to wait for it. Immutable.
 *
 * @param servers one, one of several, or a cluster
 * @param password empty for none; never printed
 * @param database number of the logical database; a cluster has only number 0
 * @param connectTimeout longest wait for a new connection, or for one of the pool to come free
 * @param answerTimeout longest wait for an answer
 * @param connectionsMax connections open at once to one server
 */
public record RedisConfig(
    RedisServers servers,
    String password,
    int database,
    Duration connectTimeout,
    Duration answerTimeout,
    int connectionsMax) {

  /**
   * @throws IllegalArgumentException if no server could be reached with it
   */
  public RedisConfig {
    require(database >= 0, "a Redis database is not negative: " + database);
    require(
        database == 0 || !(servers instanceof RedisServers.Cluster),
        "a Redis cluster has only database 0, not " + database);
    require(connectTimeout.toMillis() > 0, "the connect timeout is at least 1 ms");
    require(answerTimeout.toMillis() > 0, "the answer timeout is at least 1 ms");
    require(connectionsMax > 0, "at least one connection is needed: " + connectionsMax);
  }

  /**
   * One Redis at an address, with short waits: 500 ms for a connection, 1 s for an answer.
   *
   * @param address {@code host:port}, or a host alone for port 6379
   * @param password empty for none
   * @param database number of the logical database
   * @throws IllegalArgumentException if the address has no host, or a port that is none
   */
  public static RedisConfig of(String address, String password, int database) {
    return of(new RedisServers.Single(RedisAddress.of(address)), password, database);
  }

  /**
   * Any Redis, with the same short waits.
   *
   * @param password empty for none
   * @param database number of the logical database
   * @throws IllegalArgumentException if a cluster is to have another database than 0
   */
  public static RedisConfig of(RedisServers servers, String password, int database) {
    return new RedisConfig(
        servers, password, database, Duration.ofMillis(500), Duration.ofSeconds(1), 16);
  }

  @Override
  public String toString() {
    return "%s, database %d, %s, timeouts %d ms to connect and %d ms to answer, %d connections"
        .formatted(
            servers,
            database,
            password.isEmpty() ? "no password" : "password ***",
            connectTimeout.toMillis(),
            answerTimeout.toMillis(),
            connectionsMax);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}

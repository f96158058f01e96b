// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The address of Redis, and how long to wait for it. Immutable.
 *
 * @param servers one, one of several, or a cluster
 * @param login who One-Pass is to them
 * @param database number of the logical database; a cluster has only number 0
 * @param prefix what all keys begin with; deployments that share a database need one each
 * @param connectTimeout longest wait for a new connection, or for one of the pool to come free
 * @param answerTimeout longest wait for an answer
 * @param connectionsMax connections open at once to one server
 * @param nearAccounts about how many accounts' balances are kept in this process, 25 bytes each, if
 *     Redis tells what changes; 0 for none. Redis then sends each process the key of each change
 */
public record RedisConfig(
    RedisServers servers,
    RedisLogin login,
    int database,
    String prefix,
    Duration connectTimeout,
    Duration answerTimeout,
    int connectionsMax,
    int nearAccounts) {

  /** How many accounts' balances are kept in this process unless told otherwise. */
  public static final int NEAR_ACCOUNTS = 200_000;

  /** The most that can be kept in this process. */
  public static final int NEAR_ACCOUNTS_MAX = 50_000_000;

  /** What all keys begin with unless told otherwise. */
  public static final String PREFIX = "onepass:";

  private static final Pattern PREFIXES = Pattern.compile("[A-Za-z0-9_.:/-]{1,64}");

  /**
   * @throws IllegalArgumentException if no server could be reached with it
   */
  public RedisConfig {
    require(database >= 0, "a Redis database is not negative: " + database);
    require(
        database == 0 || !(servers instanceof RedisServers.Cluster),
        "a Redis cluster has only database 0, not " + database);
    require(
        PREFIXES.matcher(prefix).matches(),
        "a prefix of Redis keys is 1 to 64 letters, digits and signs of _ . : / -");
    require(login.user().isEmpty() || !login.password().isEmpty(), "a Redis user needs a password");
    require(connectTimeout.toMillis() > 0, "the connect timeout is at least 1 ms");
    require(answerTimeout.toMillis() > 0, "the answer timeout is at least 1 ms");
    require(connectionsMax > 0, "at least one connection is needed: " + connectionsMax);
    require(
        nearAccounts >= 0 && nearAccounts <= NEAR_ACCOUNTS_MAX,
        "accounts kept in the process are 0 to %,d: %d".formatted(NEAR_ACCOUNTS_MAX, nearAccounts));
  }

  /**
   * One Redis at an address, with short waits: 500 ms for a connection, 1 s for an answer.
   *
   * @param address as {@link RedisUrl} reads it
   * @param password empty for the one in the address, or none
   * @param database number of the logical database; zero for the one in the address, if any
   * @throws IllegalArgumentException if the address leads nowhere, or says something else
   */
  public static RedisConfig of(String address, String password, int database) {
    RedisUrl url = RedisUrl.of(address);
    return of(new RedisServers.Single(url.address()), password, database).agreeing(url);
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
        servers,
        RedisLogin.of(password),
        database,
        PREFIX,
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        16,
        NEAR_ACCOUNTS);
  }

  public RedisConfig withPrefix(String newPrefix) {
    return new RedisConfig(
        servers,
        login,
        database,
        newPrefix,
        connectTimeout,
        answerTimeout,
        connectionsMax,
        nearAccounts);
  }

  public RedisConfig withNearAccounts(int accounts) {
    return new RedisConfig(
        servers, login, database, prefix, connectTimeout, answerTimeout, connectionsMax, accounts);
  }

  /** Whether balances are kept in this process; the servers of a cluster cannot tell as one. */
  boolean keepsNear() {
    return nearAccounts > 0 && !(servers instanceof RedisServers.Cluster);
  }

  /**
   * The same with what a URL tells besides the address.
   *
   * @throws IllegalArgumentException if this says something else; the message has no password
   */
  public RedisConfig agreeing(RedisUrl url) {
    int number = url.database().orElse(database);
    require(
        database == 0 || number == database,
        "the Redis URL names database %d, and the settings database %d"
            .formatted(number, database));
    String own = login.password();
    String given = url.login().password();
    String user = url.login().user().isEmpty() ? login.user() : url.login().user();
    boolean tls = login.tls() || url.login().tls();
    require(
        own.isEmpty() || given.isEmpty() || own.equals(given),
        "the Redis URL has another password than the settings");
    return new RedisConfig(
        servers,
        new RedisLogin(user, own.isEmpty() ? given : own, tls),
        number,
        prefix,
        connectTimeout,
        answerTimeout,
        connectionsMax,
        nearAccounts);
  }

  @Override
  public String toString() {
    return "%s, database %d, %s, timeouts %d ms to connect and %d ms to answer, %d connections"
        .formatted(
            servers,
            database,
            login,
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

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;
import redis.clients.jedis.util.Pool;

/**
 * Connections to the server that has a partition at present. Who that is, Jedis finds out, at the
 * first call and not before: One-Pass starts without Redis. Thread-safe.
 */
final class Servers implements AutoCloseable {

  private final RedisConfig config;
  private final Keyspace keys;
  private @Nullable ConnectionProvider provider;
  private boolean closed;

  Servers(RedisConfig config, Keyspace keys) {
    this.config = config;
    this.keys = keys;
  }

  /**
   * A connection out of the pool; to be closed, which gives it back.
   *
   * @throws JedisException if there is none to be had
   */
  Connection connection(int partition) {
    String key = keys.key(partition, Generation.NAME);
    return provider().getConnection(Redis.COMMANDS.get(key).getArguments());
  }

  /**
   * Connects to the one server that has everything, for it to tell what changes. Not for a cluster.
   *
   * @param prefixes what the keys begin with that are of interest
   * @param changed is given each key that changed, null for all of them
   * @throws JedisException if there is no such connection to be had
   */
  TrackingConnection track(List<String> prefixes, Consumer<byte @Nullable []> changed) {
    return new TrackingConnection(
        primary(provider()),
        clientConfig(config.login(), config.database(), RedisProtocol.RESP3),
        prefixes,
        config.answerTimeout(),
        changed);
  }

  /** Whether that is, as far as anyone has told, the server that has everything. */
  boolean isPrimary(HostAndPort address) {
    return primary(provider()).equals(address);
  }

  /** Asks the cluster anew which server has what; elsewhere does nothing. */
  void lookAgain() {
    if (provider() instanceof ClusterConnectionProvider cluster) {
      cluster.renewSlotCache();
    }
  }

  /**
   * Closes the connections that nobody uses just now. What broke one of them has mostly broken the
   * idle ones too: each would cost one failure.
   */
  synchronized void distrustIdle() {
    if (provider != null && !closed) {
      for (Object pool : provider.getPrimaryNodesConnectionMap().values()) {
        ((Pool<?>) pool).clear();
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (provider != null) {
      try {
        provider.close();
      } catch (Exception e) {
        throw new IllegalStateException("connections to " + config.servers() + " stay open", e);
      }
    }
  }

  private synchronized ConnectionProvider provider() {
    if (closed) {
      throw new JedisException("the adapter is closed");
    }
    if (provider == null) {
      provider = open(config.servers());
    }
    return provider;
  }

  private ConnectionProvider open(RedisServers servers) {
    JedisClientConfig client = clientConfig(config.login(), config.database());
    if (servers instanceof RedisServers.Sentinels by) {
      return new SentineledConnectionProvider(
          by.primary(),
          client,
          poolConfig(),
          addresses(by.sentinels()),
          clientConfig(config.login().withUser("").withPassword(by.password()), 0));
    }
    if (servers instanceof RedisServers.Cluster cluster) {
      return new ClusterConnectionProvider(addresses(cluster.seeds()), client, poolConfig());
    }
    return new PooledConnectionProvider(
        address(((RedisServers.Single) servers).address()), client, poolConfig());
  }

  private HostAndPort primary(ConnectionProvider from) {
    return from instanceof SentineledConnectionProvider sentinels
        ? sentinels.getCurrentMaster()
        : address(((RedisServers.Single) config.servers()).address());
  }

  private static HostAndPort address(RedisAddress address) {
    return new HostAndPort(address.host(), address.port());
  }

  private static Set<HostAndPort> addresses(List<RedisAddress> addresses) {
    return addresses.stream().map(Servers::address).collect(Collectors.toSet());
  }

  private JedisClientConfig clientConfig(RedisLogin login, int database) {
    return clientConfig(login, database, RedisProtocol.RESP2);
  }

  private JedisClientConfig clientConfig(RedisLogin login, int database, RedisProtocol protocol) {
    return DefaultJedisClientConfig.builder()
        .protocol(protocol)
        .connectionTimeoutMillis((int) config.connectTimeout().toMillis())
        .socketTimeoutMillis((int) config.answerTimeout().toMillis())
        .user(login.user().isEmpty() ? null : login.user())
        .password(login.password().isEmpty() ? null : login.password())
        .sslOptions(login.tls() ? SslOptions.defaults() : null)
        .database(database)
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .build();
  }

  private ConnectionPoolConfig poolConfig() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(config.connectionsMax());
    pool.setMaxIdle(config.connectionsMax());
    pool.setMaxWait(config.connectTimeout());
    pool.setJmxEnabled(false);
    return pool;
  }
}

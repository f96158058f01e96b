// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreaker.State;
import dev.failsafe.event.CircuitBreakerStateChangedEvent;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.PooledConnectionProvider;

/**
 * The pool of connections behind a circuit breaker: the one place where Jedis's exceptions become
 * ours. Thread-safe.
 */
final class GuardedRedis implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GuardedRedis.class);
  private static final int FAILURES_TO_OPEN = 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String address;
  private final RedisClient client;
  private final CircuitBreaker<Object> breaker =
      CircuitBreaker.builder()
          .withFailureThreshold(FAILURES_TO_OPEN)
          .withDelay(PAUSE)
          .withSuccessThreshold(1)
          .onOpen(this::sayGone)
          .onClose(event -> sayBack())
          .build();

  GuardedRedis(RedisConfig config, Generation generation) {
    this.address = config.address();
    JedisClientConfig clientConfig = clientConfig(config);
    HostAndPort server = new HostAndPort(config.host(), config.port());
    this.client =
        RedisClient.builder()
            .clientConfig(clientConfig)
            .connectionProvider(
                new PooledConnectionProvider(
                    new CheckedConnections(server, clientConfig, generation), poolConfig(config)))
            .build();
  }

  /**
   * Runs commands on Redis, unless it has been silent lately.
   *
   * @param purpose what for, for the message of a failure
   * @throws UnavailableException if no answer came, or one that says that Redis cannot serve
   */
  <T> T call(String purpose, Function<RedisClient, T> commands) {
    if (!breaker.tryAcquirePermit()) {
      throw unavailable(purpose, "has not answered lately; it is asked again within 1 s", null);
    }
    boolean answered = true;
    try {
      return commands.apply(client);
    } catch (JedisDataException refusal) {
      throw unavailable(purpose, "answered: " + refusal.getMessage(), refusal);
    } catch (JedisException failure) {
      answered = false;
      // What broke one connection has mostly broken the idle ones too: each would cost one failure.
      client.getPool().clear();
      throw unavailable(purpose, "does not answer: " + failure.getMessage(), failure);
    } finally {
      record(answered);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private void record(boolean answered) {
    if (answered) {
      breaker.recordSuccess();
    } else {
      breaker.recordFailure();
    }
  }

  private UnavailableException unavailable(String purpose, String what, @Nullable Throwable cause) {
    String message = "Cannot %s: Redis at %s %s".formatted(purpose, address, what);
    return new UnavailableException(Dependency.CACHE, message, cause);
  }

  private void sayGone(CircuitBreakerStateChangedEvent event) {
    if (event.getPreviousState() == State.CLOSED) {
      log.warn("Redis at {} does not answer: going on without it until it does.", address);
    }
  }

  private void sayBack() {
    log.info("Redis at {} answers again.", address);
  }

  private static JedisClientConfig clientConfig(RedisConfig config) {
    return DefaultJedisClientConfig.builder()
        .protocol(RedisProtocol.RESP2)
        .connectionTimeoutMillis((int) config.connectTimeout().toMillis())
        .socketTimeoutMillis((int) config.answerTimeout().toMillis())
        .password(config.password().isEmpty() ? null : config.password())
        .database(config.database())
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .build();
  }

  private static ConnectionPoolConfig poolConfig(RedisConfig config) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(config.connectionsMax());
    pool.setMaxIdle(config.connectionsMax());
    pool.setMaxWait(config.connectTimeout());
    pool.setJmxEnabled(false);
    return pool;
  }
}

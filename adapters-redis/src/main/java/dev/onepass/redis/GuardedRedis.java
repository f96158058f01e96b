// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreaker.State;
import dev.failsafe.event.CircuitBreakerStateChangedEvent;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * The connections behind a circuit breaker: the one place where Jedis's exceptions become ours.
 * Thread-safe.
 */
final class GuardedRedis implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GuardedRedis.class);
  private static final int FAILURES_TO_OPEN = 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MOVES_MAX = 3;

  private final String name;
  private final Servers servers;
  private volatile String reason = "";
  private final CircuitBreaker<Object> breaker =
      CircuitBreaker.builder()
          .withFailureThreshold(FAILURES_TO_OPEN)
          .withDelay(PAUSE)
          .withSuccessThreshold(1)
          .onOpen(this::sayGone)
          .onClose(event -> sayBack())
          .build();

  GuardedRedis(RedisConfig config, Servers servers) {
    this.name = config.servers().toString();
    this.servers = servers;
  }

  /**
   * Runs commands on Redis, unless it has been silent lately.
   *
   * @param purpose what for, for the message of a failure
   * @param partition the one that all their keys are in
   * @param commands run again if the partition has moved; that does no harm to what is done by then
   * @throws UnavailableException if no answer came, or one that says that Redis cannot serve
   */
  <T> T call(String purpose, int partition, Function<Redis, T> commands) {
    if (!breaker.tryAcquirePermit()) {
      throw unavailable(purpose, "has not answered lately; it is asked again within 1 s", null);
    }
    boolean answered = true;
    try {
      return following(partition, commands);
    } catch (JedisDataException refusal) {
      ErrorReply reply = ErrorReply.of(refusal);
      answered = !reply.pauses();
      reason = "answers: " + reply.text();
      if (reply.isOfConnection()) {
        afterFailure();
      }
      throw unavailable(purpose, "answered: " + reply.text(), refusal);
    } catch (JedisException failure) {
      if (isShortage(failure)) {
        throw new OverloadedException(
            "Cannot %s: all connections to %s are in use".formatted(purpose, name));
      }
      answered = false;
      reason = "does not answer: " + failure.getMessage();
      afterFailure();
      throw unavailable(purpose, "does not answer: " + failure.getMessage(), failure);
    } finally {
      record(answered);
    }
  }

  @Override
  public void close() {
    servers.close();
  }

  private <T> T following(int partition, Function<Redis, T> commands) {
    for (int moves = 0; ; moves++) {
      try (Connection connection = servers.connection(partition)) {
        return commands.apply(new Redis(connection));
      } catch (JedisMovedDataException moved) {
        if (moves == MOVES_MAX) {
          throw moved;
        }
        servers.lookAgain();
      }
    }
  }

  /** Whether all connections are in use here, which says nothing of the server. */
  private static boolean isShortage(JedisException failure) {
    return failure.getCause() instanceof NoSuchElementException;
  }

  private void afterFailure() {
    servers.distrustIdle();
    try {
      servers.lookAgain();
    } catch (JedisException nobodyAnswers) {
      log.debug("{} does not say where its data is", name, nobodyAnswers);
    }
  }

  private void record(boolean answered) {
    if (answered) {
      breaker.recordSuccess();
    } else {
      breaker.recordFailure();
    }
  }

  private UnavailableException unavailable(String purpose, String what, @Nullable Throwable cause) {
    String message = "Cannot %s: %s %s".formatted(purpose, name, what);
    return new UnavailableException(Dependency.CACHE, message, cause);
  }

  private void sayGone(CircuitBreakerStateChangedEvent event) {
    if (event.getPreviousState() == State.CLOSED) {
      log.warn("{} {}. Going on without it, and asking it again each second.", name, reason);
    }
  }

  private void sayBack() {
    log.info("{} answers again.", name);
  }
}

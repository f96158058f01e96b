// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Answers from {@link NearBalances} what Redis would answer, and is as current. Redis tells on one
 * connection which keys change; what they held is forgotten then, and fetched anew when somebody
 * asks for it.
 *
 * <p>A question is answered only after the reply to a PING that was sent on that connection since
 * it was asked (a read fence). Redis writes what it has to tell of the commands of a cycle before
 * it writes any of their replies. So if anyone was told before the question that a balance has
 * changed, or was shown the new one, then word of it comes before the reply to the PING. Questions
 * that come while a PING is under way share the next one. {@code NearCacheUnderLoadTest} holds that
 * against a real Redis.
 *
 * <p>One thread does it all: it reads, forgets, looks up and completes the answers. While there is
 * no connection, or Redis refuses to tell, there are no answers. Thread-safe.
 */
final class NearCache implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NearCache.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE_OF_REFUSED = Duration.ofMinutes(1);
  private static final CommandArguments PING = new CommandArguments(Protocol.Command.PING);

  private enum State {
    NEW,
    ON,
    LOST,
    REFUSED
  }

  private final Servers servers;
  private final NearBalances balances;
  private final Thread thread;
  private volatile boolean closed;
  // Of the thread.
  private State state = State.NEW;

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private @Nullable TrackingConnection connection;
  private List<Question> waiting = new ArrayList<>();
  private boolean fenceUnderWay;
  private final Deque<Round> asked = new ArrayDeque<>();

  /** Who waits for which accounts. */
  private record Question(NearLookup lookup, CompletableFuture<Map<Uid, Balance>> answer) {

    Question(Collection<Uid> uids) {
      this(new NearLookup(uids), new CompletableFuture<>());
    }

    /** Answers with what was found before and fetched since; null if nothing can be. */
    void complete(@Nullable Map<Uid, Balance> fetched) {
      if (fetched == null) {
        giveUp();
        return;
      }
      Map<Uid, Balance> found = lookup.balances();
      for (int i = 0; i < lookup.size() && !fetched.isEmpty(); i++) {
        Balance balance = lookup.isFound(i) ? null : fetched.get(new Uid(lookup.uid(i)));
        if (balance != null) {
          found.put(balance.uid(), balance);
        }
      }
      answer.complete(found);
    }

    void giveUp() {
      answer.completeExceptionally(
          new UnavailableException(
              Dependency.CACHE,
              "the connection is lost, or the cache's generation has not begun",
              null));
    }
  }

  /**
   * Questions that one reply of Redis settles.
   *
   * @param fetched whose entries the reply brings; none if it is that to a PING
   */
  private record Round(List<Question> questions, List<Uid> fetched) {

    boolean isFence() {
      return fetched.isEmpty();
    }
  }

  NearCache(Servers servers, NearBalances balances) {
    this.servers = servers;
    this.balances = balances;
    this.thread = new Thread(this::run, "onepass-near-cache");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /**
   * Asks what Redis has of some accounts.
   *
   * @return completes in a thread that must not be held up; fails with {@link UnavailableException}
   *     if the connection is lost, or no generation has begun. Null if there is no connection
   */
  @Nullable CompletionStage<Map<Uid, Balance>> ask(Collection<Uid> uids) {
    Question question = new Question(uids);
    lock.lock();
    try {
      if (connection == null) {
        return null;
      }
      waiting.add(question);
      if (!fenceUnderWay) {
        fence();
      }
      return question.answer;
    } finally {
      lock.unlock();
    }
  }

  /** Whether Redis tells what changes. */
  boolean isOn() {
    lock.lock();
    try {
      return connection != null;
    } finally {
      lock.unlock();
    }
  }

  /** How many accounts are known. */
  int size() {
    return balances.size();
  }

  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      breakOff();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }

  /** Sends a PING for those who wait, if anyone does. Under the lock. */
  private void fence() {
    fenceUnderWay = !waiting.isEmpty();
    if (fenceUnderWay) {
      List<Question> questions = waiting;
      waiting = new ArrayList<>();
      send(PING, new Round(questions, List.of()));
    }
  }

  /** Under the lock. */
  private void send(CommandArguments command, Round round) {
    asked.add(round);
    try {
      if (connection != null) {
        connection.send(command);
      }
    } catch (JedisException e) {
      log.debug("cannot ask Redis", e);
      breakOff();
    }
  }

  /** Has the thread find the connection lost, and see to those who wait. Under the lock. */
  private void breakOff() {
    try {
      if (connection != null) {
        connection.forceDisconnect();
      }
    } catch (IOException e) {
      log.debug("cannot close the connection", e);
    }
  }

  private void run() {
    while (!closed) {
      try (TrackingConnection opened = servers.track(balances.prefixes(), balances::forget)) {
        use(opened);
        become(State.ON, "Redis tells which balances change: they are kept in this process, too.");
        while (!closed) {
          settle(opened, opened.reply());
        }
      } catch (RuntimeException e) {
        if (!closed) {
          explain(e);
        }
      } finally {
        lose();
      }
      if (!closed) {
        LockSupport.parkNanos((state == State.REFUSED ? PAUSE_OF_REFUSED : PAUSE).toNanos());
      }
    }
  }

  private void use(TrackingConnection opened) {
    lock.lock();
    try {
      connection = opened;
    } finally {
      lock.unlock();
    }
  }

  private void settle(TrackingConnection opened, Object reply) {
    if (!servers.isPrimary(opened.address())) {
      throw new JedisConnectionException(opened.address() + " is not the primary any more");
    }
    Round round = next(opened);
    try {
      if (round.isFence()) {
        look(round.questions());
      } else {
        learn(round, (List<?>) reply, opened.runId());
      }
    } catch (RuntimeException | Error e) {
      round.questions().forEach(Question::giveUp);
      throw e;
    }
  }

  /** The round that a reply settles. The next PING is sent first: Redis need not wait for us. */
  private Round next(TrackingConnection opened) {
    lock.lock();
    try {
      Round round = asked.remove();
      opened.owes(!asked.isEmpty());
      if (round.isFence()) {
        fence();
      }
      return round;
    } finally {
      lock.unlock();
    }
  }

  /** Answers those of whom all is known, and fetches what is missing for the others. */
  private void look(List<Question> questions) {
    List<Question> open = new ArrayList<>();
    Set<Uid> missing = new LinkedHashSet<>();
    for (Question question : questions) {
      if (balances.find(question.lookup, missing)) {
        question.complete(Map.of());
      } else {
        open.add(question);
      }
    }
    if (!open.isEmpty()) {
      List<Uid> uids = List.copyOf(missing);
      lock.lock();
      try {
        send(balances.fetch(uids), new Round(open, uids));
      } finally {
        lock.unlock();
      }
    }
  }

  private void learn(Round round, List<?> reply, String runId) {
    Map<Uid, Balance> fetched = balances.learn(round.fetched(), reply, runId);
    round.questions().forEach(question -> question.complete(fetched));
  }

  private void lose() {
    List<Question> left = new ArrayList<>();
    lock.lock();
    try {
      connection = null;
      fenceUnderWay = false;
      asked.forEach(round -> left.addAll(round.questions()));
      asked.clear();
      left.addAll(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    balances.forget(null);
    left.forEach(Question::giveUp);
  }

  private void explain(RuntimeException e) {
    if (e instanceof JedisDataException refusal) {
      become(
          State.REFUSED,
          "Redis does not tell which balances change, so each query reads them from it: "
              + ErrorReply.of(refusal).text());
    } else if (!(e instanceof JedisException)) {
      log.error("A bug: balances are read from Redis for now", e);
      become(State.LOST, "");
    } else if (state == State.ON) {
      become(
          State.LOST,
          "Redis does not tell any more which balances change, so queries read them from it until"
              + " it does: "
              + reason(e));
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }

  private void become(State next, String message) {
    if (next != state) {
      state = next;
      log.info(message);
    }
  }
}

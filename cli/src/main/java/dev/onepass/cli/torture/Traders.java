// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.client.Answer;
import dev.onepass.client.ClientException;
import dev.onepass.client.OnePassClient;
import dev.onepass.command.CommandFailure;
import dev.onepass.ports.model.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Users who trade, hardly pausing: each sends its request to any server, again and again under the
 * same key, until it has an answer that is final; now and then once more after that, or a trade
 * that is not covered. Thread-safe.
 */
final class Traders implements AutoCloseable {

  private static final int COUNT = 8;
  private static final int CENTS_MAX = 500_00;
  private static final int AGAIN_ONE_IN = 10;
  private static final long RETRY_NANOS = Duration.ofMillis(50).toNanos();
  // Leaves the servers air: one that is always at its limit shows fewer kinds of trouble.
  private static final int PAUSE_MILLIS_MAX = 30;

  private final Map<Intent, Intent.Fate> fates = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Node> nodes;
  private final long accounts;
  private volatile boolean ending;
  private volatile @Nullable RuntimeException failure;

  private Traders(List<Node> nodes, long accounts) {
    this.nodes = nodes;
    this.accounts = accounts;
  }

  /**
   * Begins to trade.
   *
   * @param accounts 1 to this many
   */
  static Traders begin(List<Node> nodes, long accounts, Random seeds) {
    Traders traders = new Traders(nodes, accounts);
    for (int i = 0; i < COUNT; i++) {
      Random random = new Random(seeds.nextLong());
      Thread thread = new Thread(() -> traders.trade(random), "trader-" + i);
      thread.setDaemon(true);
      traders.threads.add(thread);
      thread.start();
    }
    return traders;
  }

  /** What became of each trade. Complete once this is closed. */
  Map<Intent, Intent.Fate> fates() {
    return fates;
  }

  long requests() {
    return requests.get();
  }

  /** Has everybody bring the present trade to its end, and waits for it. */
  @Override
  public void close() {
    ending = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
    if (failure != null) {
      throw new IllegalStateException("a trader failed", failure);
    }
  }

  private void trade(Random random) {
    try {
      while (!ending) {
        Intent intent = intent(random);
        Intent.Fate fate = insist(intent, random);
        fates.put(intent, fate);
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(PAUSE_MILLIS_MAX)).toNanos());
        if (random.nextInt(AGAIN_ONE_IN) == 0) {
          requireSame(intent, fate, insist(intent, random));
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private Intent intent(Random random) {
    long source = random.nextLong(1, accounts + 1);
    long target = 1 + (source + random.nextLong(accounts - 1)) % accounts;
    return new Intent(
        UUID.randomUUID().toString(), source, target, random.nextLong(1, CENTS_MAX + 1));
  }

  private Intent.Fate insist(Intent intent, Random random) {
    while (true) {
      OnePassClient server = nodes.get(random.nextInt(nodes.size())).client();
      try {
        requests.incrementAndGet();
        Answer answer = send(server, intent);
        if (answer.isOk()) {
          return Intent.Fate.POSTED;
        }
        if (answer.error().equals("INSUFFICIENT_BALANCE")) {
          return Intent.Fate.REFUSED;
        }
        requirePassing(answer);
      } catch (ClientException noAnswer) {
        // Nobody knows whether it was done: that is what the key is for.
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  static Answer send(OnePassClient server, Intent intent) {
    return server.post(
        "/onePass/userTrade",
        Map.of(
            "sourceUid",
            intent.source(),
            "targetUid",
            intent.target(),
            "amount",
            Money.ofCents(intent.cents()).toString()),
        intent.key());
  }

  private static void requirePassing(Answer answer) {
    boolean passing =
        answer.status() == 503 || answer.status() == 504 || answer.error().equals("IN_PROGRESS");
    if (!passing) {
      throw new IllegalStateException("no trade should be answered so: " + answer);
    }
  }

  private static void requireSame(Intent intent, Intent.Fate first, Intent.Fate again) {
    if (first != again) {
      throw new IllegalStateException("%s was %s, then %s".formatted(intent, first, again));
    }
  }
}

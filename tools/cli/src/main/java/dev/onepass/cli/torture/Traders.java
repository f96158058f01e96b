// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.client.Answer;
import dev.onepass.client.ClientException;
import dev.onepass.client.OnePassClient;
import dev.onepass.ports.model.Money;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Users who trade, hardly pausing: each sends its request to any server, again and again under the
 * same key, until it has an answer that is final; now and then once more after that, or a trade
 * that is not covered. Thread-safe.
 */
final class Traders {

  private static final int CENTS_MAX = 500_00;
  private static final int AGAIN_ONE_IN = 10;
  private static final long RETRY_NANOS = Duration.ofMillis(50).toNanos();
  // Leaves the servers air: one that is always at its limit shows fewer kinds of trouble.
  private static final int PAUSE_MILLIS_MAX = 30;

  private final AtomicLong requests = new AtomicLong();
  private final List<Node> nodes;
  private final long accounts;
  private final Testimony testimony;

  /**
   * @param accounts 1 to this many
   */
  Traders(List<Node> nodes, long accounts, Testimony testimony) {
    this.nodes = nodes;
    this.accounts = accounts;
    this.testimony = testimony;
  }

  long requests() {
    return requests.get();
  }

  /** Makes one trade, or is refused it. */
  void trade(Random random) {
    Intent intent = intent(random);
    insist(intent, random);
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(PAUSE_MILLIS_MAX)).toNanos());
    if (random.nextInt(AGAIN_ONE_IN) == 0) {
      insist(intent, random);
    }
  }

  private Intent intent(Random random) {
    long source = random.nextLong(1, accounts + 1);
    long target = 1 + (source + random.nextLong(accounts - 1)) % accounts;
    return new Intent(
        UUID.randomUUID().toString(), source, target, random.nextLong(1, CENTS_MAX + 1));
  }

  private void insist(Intent intent, Random random) {
    long begin = testimony.now();
    while (!ask(nodes.get(random.nextInt(nodes.size())), intent, begin)) {
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  /**
   * Asks once. What is final is on record then.
   *
   * @param begin when it was asked for first
   * @return whether it is decided
   */
  boolean ask(Node node, Intent intent, long begin) {
    try {
      requests.incrementAndGet();
      Answer answer = send(node.client(), intent);
      if (answer.isOk()) {
        testimony.posted(intent, node, testimony.since(begin));
        return true;
      }
      if (answer.error().equals("INSUFFICIENT_BALANCE")) {
        Money available = new Money(answer.data().get("available").decimalValue());
        testimony.refused(intent, available.cents(), testimony.since(begin));
        return true;
      }
      requirePassing(answer);
    } catch (ClientException noAnswer) {
      // Nobody knows whether it was done: that is what the key is for.
    }
    return false;
  }

  private static Answer send(OnePassClient server, Intent intent) {
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

  /** Any other answer than that nothing can be said now is a mistake. */
  static void requirePassing(Answer answer) {
    boolean passing =
        answer.status() == 503 || answer.status() == 504 || answer.error().equals("IN_PROGRESS");
    if (!passing) {
      throw new IllegalStateException("nothing should be answered so: " + answer);
    }
  }
}

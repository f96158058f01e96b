// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onepass.cli.torture.history.Sighting;
import dev.onepass.cli.torture.history.Span;
import dev.onepass.client.Answer;
import dev.onepass.client.ClientException;
import dev.onepass.ports.model.Money;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Users who look at balances, of any server, from its cache or past it. Thread-safe. */
final class Readers {

  private static final int ACCOUNTS_AT_ONCE = 3;
  private static final int PAUSE_MILLIS_MAX = 50;

  private final List<Node> nodes;
  private final long accounts;
  private final Testimony testimony;

  /**
   * @param accounts 1 to this many
   */
  Readers(List<Node> nodes, long accounts, Testimony testimony) {
    this.nodes = nodes;
    this.accounts = accounts;
    this.testimony = testimony;
  }

  /** Looks once. */
  void read(Random random) {
    List<Long> uids =
        random.longs(1, accounts + 1).distinct().limit(ACCOUNTS_AT_ONCE).boxed().toList();
    Node node = nodes.get(random.nextInt(nodes.size()));
    if (random.nextBoolean()) {
      look(node, "/onePass/queryUserAmount", uids, sighting -> testimony.sawCached(node, sighting));
    } else {
      look(node, "/onePass/queryUserAmount?source=db", uids, testimony::sawStored);
    }
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(PAUSE_MILLIS_MAX)).toNanos());
  }

  private void look(Node node, String path, List<Long> uids, Consumer<Sighting> sight) {
    long begin = testimony.now();
    try {
      Answer answer = node.client().post(path, uids);
      if (!answer.isOk()) {
        Traders.requirePassing(answer);
        return;
      }
      Span span = testimony.since(begin);
      for (JsonNode line : answer.data()) {
        long cents = new Money(line.get("amount").decimalValue()).cents();
        sight.accept(new Sighting(line.get("uid").asLong(), cents, span));
      }
    } catch (ClientException noAnswer) {
      // Nothing was seen, then.
    }
  }
}

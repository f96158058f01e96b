// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import dev.onepass.client.Answer;
import dev.onepass.client.OnePassClient;
import dev.onepass.ports.model.Money;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Users pay each other, some of them twice by mistake, and one what it does not have. */
final class DemoTrades {

  private static final int COUNT = 100;
  private static final int SENT_TWICE_EACH = 10;
  private static final long CENTS_MAX = 10_000_00;

  private final OnePassClient server;
  private final Random random;
  private final Checks checks;

  DemoTrades(OnePassClient server, Random random, Checks checks) {
    this.server = server;
    this.random = random;
    this.checks = checks;
  }

  /**
   * DemoTrades.
   *
   * @param name what the idempotency keys begin with
   * @param before balances in cents by uid
   * @return what the balances should be now; without a second account, nothing happens
   */
  Map<Long, Long> play(String name, Map<Long, Long> before) {
    Map<Long, Long> balances = new LinkedHashMap<>(before);
    List<Long> uids = List.copyOf(before.keySet());
    if (uids.size() > 1) {
      overdraw(name, uids, balances);
      for (int i = 0; i < COUNT; i++) {
        trade(name + "-" + i, uids, balances, i % SENT_TWICE_EACH == 0);
      }
    }
    return balances;
  }

  private void overdraw(String name, List<Long> uids, Map<Long, Long> balances) {
    long poor = uids.get(0);
    Answer answer =
        send(name + "-overdraft", poor, uids.get(1), balances.getOrDefault(poor, 0L) + 1);
    checks.add(
        "a trade that the balance does not cover is refused",
        answer.error().equals("INSUFFICIENT_BALANCE"));
  }

  private void trade(String key, List<Long> uids, Map<Long, Long> balances, boolean twice) {
    int source = random.nextInt(uids.size());
    int target = (source + 1 + random.nextInt(uids.size() - 1)) % uids.size();
    long available = Math.min(CENTS_MAX, balances.getOrDefault(uids.get(source), 0L));
    if (available == 0) {
      return;
    }
    long cents = random.nextLong(1, available + 1);
    checks.add(
        "every trade that is covered is made",
        send(key, uids.get(source), uids.get(target), cents).isOk());
    balances.merge(uids.get(source), -cents, Long::sum);
    balances.merge(uids.get(target), cents, Long::sum);
    if (twice) {
      Answer again = send(key, uids.get(source), uids.get(target), cents);
      checks.add("a trade sent twice is made once", again.isOk() && again.replayed());
    }
  }

  private Answer send(String key, long source, long target, long cents) {
    return server.post(
        "/onePass/userTrade",
        Map.of("sourceUid", source, "targetUid", target, "amount", Money.ofCents(cents).toString()),
        key);
  }
}

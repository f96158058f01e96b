// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.domain.limit.ConcurrencyLimit;
import java.util.ArrayList;
import java.util.List;

/**
 * Several nodes that share one third party, each with a limit of its own; they know nothing of each
 * other but which accounts somebody has taken.
 */
final class Fleet implements Client {

  /** Accounts that a node takes beyond those it has permits for, as the engine does. */
  private static final int AHEAD = 8;

  private final List<SweepClient> nodes = new ArrayList<>();
  private final List<ConcurrencyLimit> limits;
  private final long[] definite;
  private final int accounts;
  private int taken;
  private int first;

  Fleet(int accounts, List<ConcurrencyLimit> limits) {
    this.accounts = accounts;
    this.limits = List.copyOf(limits);
    limits.forEach(limit -> nodes.add(SweepClient.ofNone(accounts, limit)));
    definite = new long[limits.size()];
  }

  /** Definite answers by node. */
  long[] definite() {
    return definite.clone();
  }

  @Override
  public void answered(int transaction, Reply reply, long nowNanos) {
    int node = transaction % nodes.size();
    if (reply == Reply.PAID || reply == Reply.INSUFFICIENT) {
      definite[node]++;
    }
    nodes.get(node).answered(transaction / nodes.size(), reply, nowNanos);
  }

  @Override
  public long act(long nowNanos, Service service) {
    long wake = Long.MAX_VALUE;
    first = (first + 1) % nodes.size();
    for (int i = 0; i < nodes.size(); i++) {
      int node = (first + i) % nodes.size();
      SweepClient client = nodes.get(node);
      while (client.unfinished() < limits.get(node).limit() + AHEAD && taken < accounts) {
        client.admit(taken++);
      }
      wake = Math.min(wake, client.act(nowNanos, of(node, service)));
    }
    return wake;
  }

  /** A node's own numbers for its transactions, told apart from those of the others. */
  private Service of(int node, Service service) {
    return (account, transaction, cents) ->
        service.pay(account, transaction * nodes.size() + node, cents);
  }

  @Override
  public boolean done() {
    return taken == accounts && nodes.stream().allMatch(SweepClient::done);
  }
}

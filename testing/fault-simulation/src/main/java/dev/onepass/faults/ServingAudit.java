// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches that nobody is served a balance older than allowed, or one that never was. */
final class ServingAudit {

  private final LedgerModel model;
  private final Judge judge;
  private final Map<Uid, Long> servedByCache = new HashMap<>();

  /** By process; under null, what callers of any process know. */
  private final Map<@Nullable NodeProcess, Map<Uid, Long>> known = new HashMap<>();

  private final boolean alone;

  /**
   * @param alone whether there is one node: then nobody else may have changed what is cached, and
   *     what its callers know holds for its next life too
   */
  ServingAudit(LedgerModel model, Judge judge, boolean alone) {
    this.model = model;
    this.judge = judge;
    this.alone = alone;
  }

  /** The cache has handed these out. */
  void fromCache(Collection<Balance> balances) {
    for (Balance balance : balances) {
      judge.require(model.everWas(balance), "the cache serves only what was committed", balance);
      long before = servedByCache.getOrDefault(balance.uid(), 0L);
      judge.require(
          balance.version() >= before,
          "the cache serves no balance older than one it has served",
          balance,
          before);
      servedByCache.put(balance.uid(), Math.max(before, balance.version()));
    }
  }

  /** What callers of the process know by now, at the least: versions by account. */
  Map<Uid, Long> known(NodeProcess process) {
    return Map.copyOf(known.getOrDefault(scope(process), Map.of()));
  }

  private @Nullable NodeProcess scope(NodeProcess process) {
    return alone ? null : process;
  }

  /** A caller has learnt of a transfer. */
  void learnt(NodeProcess process, TransferOutcome outcome) {
    if (outcome instanceof Posted posted) {
      learn(process, posted.transfer().creditAfter());
      Balance debitAfter = posted.transfer().debitAfter();
      if (debitAfter != null) {
        learn(process, debitAfter);
      }
    }
  }

  private void learn(NodeProcess process, Balance balance) {
    known
        .computeIfAbsent(scope(process), any -> new HashMap<>())
        .merge(balance.uid(), balance.version(), Math::max);
  }

  /**
   * A caller was told balances.
   *
   * @param atLeast the versions that callers of the process knew when it was asked
   */
  void served(
      NodeProcess process,
      Collection<Uid> asked,
      Map<Uid, Balance> balances,
      Map<Uid, Long> atLeast) {
    for (Uid uid : asked) {
      @Nullable Balance balance = balances.get(uid);
      long version = balance == null ? 0 : balance.version();
      judge.require(
          version >= atLeast.getOrDefault(uid, 0L),
          "who knows a transfer is served no balance from before it",
          process,
          uid,
          balance,
          atLeast);
      if (balance != null) {
        judge.require(model.everWas(balance), "only what was committed is served", balance);
        learn(process, balance);
      }
    }
  }
}

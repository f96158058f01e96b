// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.model.SweepSettings;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outcome of an attempt to claim accounts.
 *
 * @param items those to sweep
 * @param full what those of their accounts hold that cannot hold another payment
 * @param found whether there was anything to claim
 * @param allFinal whether nothing will happen to any item of the batch any more
 */
record Claim(List<BatchItem> items, Map<ItemKey, Money> full, boolean found, boolean allFinal) {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());

  /** Claims accounts, and puts those back for a while that another batch or node is sweeping. */
  static Claim of(
      SweepPorts ports,
      AccountLeases accountLeases,
      BatchId batch,
      SweepSettings settings,
      int wanted,
      Duration busyPause) {
    ItemStore store = ports.items();
    List<BatchItem> claimed = store.claim(batch, settings.node(), wanted, settings.lease());
    if (claimed.isEmpty()) {
      return new Claim(claimed, Map.of(), false, store.progress(batch).unsettled() == 0);
    }
    List<BatchItem> taken = accountLeases.take(claimed);
    Set<BatchItem> busy = new HashSet<>(claimed);
    taken.forEach(busy::remove);
    if (!busy.isEmpty()) {
      putBack(store, busy, busyPause);
    }
    return new Claim(taken, full(ports, taken, settings.maxPayAmount()), true, false);
  }

  private static Map<ItemKey, Money> full(SweepPorts ports, List<BatchItem> items, Money payment) {
    Map<ItemKey, Money> full = new HashMap<>();
    try {
      Map<Uid, Balance> balances =
          ports.balances().apply(items.stream().map(item -> item.key().uid()).toList());
      for (BatchItem item : items) {
        Balance balance = balances.getOrDefault(item.key().uid(), Balance.none(item.key().uid()));
        if (Money.MAX.isLessThan(balance.amount().plus(payment))) {
          full.put(item.key(), balance.amount());
        }
      }
    } catch (RuntimeException e) {
      // Not worth giving up a claim for: a credit that does not fit is noticed all the same.
      LOG.log(Level.DEBUG, "cannot see whether accounts are full", e);
    }
    return full;
  }

  private static void putBack(ItemStore store, Set<BatchItem> busy, Duration pause) {
    try {
      store.release(busy, pause);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "accounts that others sweep stay claimed until the lease ends", e);
      // Their claim runs out. Those taken must be worked on all the same: nobody else
      // would give back their leases, and for as long as they are renewed no one could take them.
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.model.BatchId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an attempt to claim accounts came to.
 *
 * @param items those to sweep
 * @param found whether there was anything to claim
 * @param allFinal whether nothing will happen to any item of the batch any more
 */
record Claim(List<BatchItem> items, boolean found, boolean allFinal) {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());

  /** Claims accounts, and puts those back for a while that another batch or node is sweeping. */
  static Claim of(
      ItemStore store,
      Courtesy courtesy,
      BatchId batch,
      SweepSettings settings,
      int wanted,
      Duration busyPause) {
    List<BatchItem> claimed = store.claim(batch, settings.node(), wanted, settings.lease());
    if (claimed.isEmpty()) {
      return new Claim(claimed, false, store.progress(batch).unsettled() == 0);
    }
    List<BatchItem> taken = courtesy.take(claimed);
    Set<BatchItem> busy = new HashSet<>(claimed);
    taken.forEach(busy::remove);
    if (!busy.isEmpty()) {
      putBack(store, busy, busyPause);
    }
    return new Claim(taken, true, false);
  }

  private static void putBack(ItemStore store, Set<BatchItem> busy, Duration pause) {
    try {
      store.release(busy, pause);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "accounts that others sweep stay claimed until the lease ends", e);
      // Their claim runs out by itself. Those taken must be worked on all the same: nobody else
      // would give back their leases, and for as long as they are renewed no one could take them.
    }
  }
}

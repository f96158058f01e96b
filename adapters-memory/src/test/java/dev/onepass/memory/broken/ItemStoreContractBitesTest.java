// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.InMemoryBatches;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.contract.ItemStoreContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ItemStoreContractBitesTest {

  @Test
  void aStoreThatClaimsWhatIsHeldIsCaught() {
    assertThat(Bites.failedOf(ClaimsWhatIsHeld.class))
        .contains(
            "aClaimTakesNoMoreThanItsLimit",
            "claimsOfSeveralNodesAreDisjointAndMissNone",
            "anItemIsClaimableAgainWhenItsLeaseEnds");
  }

  @Test
  void aStoreThatReleasesAnothersItemsIsCaught() {
    assertThat(Bites.failedOf(ReleasesAnothers.class)).contains("aReleaseOfAnothersItemIsIgnored");
  }

  @Test
  void aStoreThatRenewsAnothersItemsIsCaught() {
    assertThat(Bites.failedOf(RenewsAnothers.class))
        .contains(
            "renewNamesThoseThatAreAnothersOrFinal", "aStaleRenewalDoesNotMoveItsSuccessorsLease");
  }

  @Test
  void aStoreWhoseCountersLagBehindIsCaught() {
    assertThat(Bites.failedOf(CountersLag.class)).contains("theProgressIsAlwaysTheSumOverTheItems");
  }

  @Test
  void aStoreThatClaimsByUidIsCaught() {
    assertThat(Bites.failedOf(ClaimsByUid.class)).contains("thoseThatWaitedLongestAreClaimedFirst");
  }

  @Test
  void aStoreThatCountsButDoesNotResumeIsCaught() {
    assertThat(Bites.failedOf(ResumesNothing.class))
        .contains("resumeMakesTheUnresolvedClaimableAtOnce");
  }

  /** The store in memory, with one bug. */
  private abstract static class Broken extends ItemStoreContract implements ItemStore {

    private final ManualTimekeeper time = new ManualTimekeeper();
    private final MemoryDatabase database = new MemoryDatabase(time);
    final InMemoryBatches real = database.batches();

    @Override
    protected ItemStore items() {
      return this;
    }

    @Override
    protected BatchStore batches() {
      return real;
    }

    @Override
    protected LedgerStore ledger() {
      return database.ledger();
    }

    @Override
    protected void elapse(Duration duration) {
      time.advance(duration);
    }

    @Override
    public List<BatchItem> claim(BatchId batch, String owner, int limit, Duration lease) {
      return real.claim(batch, owner, limit, lease);
    }

    @Override
    public Set<ItemKey> renew(Collection<BatchItem> items, Duration lease) {
      return real.renew(items, lease);
    }

    @Override
    public void release(Collection<BatchItem> items, Duration pause) {
      real.release(items, pause);
    }

    @Override
    public long resume(BatchId batch, ItemState state) {
      return real.resume(batch, state);
    }

    @Override
    public BatchProgress progress(BatchId batch) {
      return real.progress(batch);
    }

    @Override
    public List<BatchItem> page(BatchId batch, ItemState state, Uid after, int limit) {
      return real.page(batch, state, after, limit);
    }

    /** The items as they are now, whoever has them. */
    List<BatchItem> current(Collection<BatchItem> items) {
      return items.stream()
          .flatMap(
              item ->
                  real.page(item.key().batch(), null, Uid.EXTERNAL, Integer.MAX_VALUE).stream()
                      .filter(now -> now.key().equals(item.key())))
          .toList();
    }
  }

  static class ClaimsWhatIsHeld extends Broken {

    @Override
    public List<BatchItem> claim(BatchId batch, String owner, int limit, Duration lease) {
      List<BatchItem> claimed = real.claim(batch, owner, limit, lease);
      real.release(claimed, Duration.ZERO);
      return claimed;
    }
  }

  static class ReleasesAnothers extends Broken {

    @Override
    public void release(Collection<BatchItem> items, Duration pause) {
      real.release(current(items), pause);
    }
  }

  static class RenewsAnothers extends Broken {

    @Override
    public Set<ItemKey> renew(Collection<BatchItem> items, Duration lease) {
      return real.renew(current(items), lease);
    }
  }

  static class CountersLag extends Broken {

    private final Map<BatchId, BatchProgress> last = new ConcurrentHashMap<>();

    @Override
    public BatchProgress progress(BatchId batch) {
      BatchProgress now = real.progress(batch);
      BatchProgress before = last.put(batch, now);
      return before == null ? now : before;
    }
  }

  static class ClaimsByUid extends Broken {

    @Override
    public List<BatchItem> claim(BatchId batch, String owner, int limit, Duration lease) {
      List<BatchItem> all =
          real.claim(batch, owner, Integer.MAX_VALUE, lease).stream()
              .sorted((a, b) -> a.key().compareTo(b.key()))
              .toList();
      int count = Math.min(limit, all.size());
      real.release(all.subList(count, all.size()), Duration.ZERO);
      return all.subList(0, count);
    }
  }

  static class ResumesNothing extends Broken {

    @Override
    public long resume(BatchId batch, ItemState state) {
      return real.progress(batch).count(ItemState.UNRESOLVED);
    }
  }
}

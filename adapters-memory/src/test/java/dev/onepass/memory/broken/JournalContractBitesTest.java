// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.JournalTotal;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.contract.JournalContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalContractBitesTest {

  @Test
  void aJournalThatFindsABatchByThePrefixOfItsIdsIsCaught() {
    assertThat(Bites.failedOf(MatchesByPrefix.class))
        .containsExactly("tellsBatchesApartWhoseIdsLookAlike");
  }

  @Test
  void aJournalWhosePagesOverlapIsCaught() {
    assertThat(Bites.failedOf(PagesOverlap.class))
        .contains("pagesFollowOneAnotherWithoutGapOrRepetition");
  }

  private abstract static class Broken extends JournalContract implements Journal {

    final InMemoryLedger real = new MemoryDatabase(new ManualTimekeeper()).ledger();

    @Override
    protected LedgerStore ledger() {
      return real;
    }

    @Override
    protected Journal journal() {
      return this;
    }

    @Override
    public List<Transfer> page(Uid uid, long beforeVersion, int limit) {
      return real.page(uid, beforeVersion, limit);
    }

    @Override
    public Optional<JournalTotal> addUp(Uid uid) {
      return real.addUp(uid);
    }

    @Override
    public Map<Uid, Money> swept(BatchId batch, Collection<Uid> uids) {
      return real.swept(batch, uids);
    }
  }

  static class MatchesByPrefix extends Broken {

    @Override
    public Map<Uid, Money> swept(BatchId batch, Collection<Uid> uids) {
      String prefix = RequestId.sweepPrefix(batch);
      Map<Uid, Money> swept = new HashMap<>();
      for (Uid uid : uids) {
        for (Transfer transfer : real.page(uid, Long.MAX_VALUE, Integer.MAX_VALUE)) {
          if (transfer.requestId().value().startsWith(prefix)) {
            swept.merge(uid, transfer.amount(), Money::plus);
          }
        }
      }
      return swept;
    }
  }

  static class PagesOverlap extends Broken {

    @Override
    public List<Transfer> page(Uid uid, long beforeVersion, int limit) {
      // An inclusive bound, and no overflow for the newest page.
      boolean newest = beforeVersion == Long.MAX_VALUE;
      List<Transfer> page = real.page(uid, newest ? beforeVersion : beforeVersion + 1, limit);
      return page.size() == 1 && !newest ? List.of() : page;
    }
  }
}

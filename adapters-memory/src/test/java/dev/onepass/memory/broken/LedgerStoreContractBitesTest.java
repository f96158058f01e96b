// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.contract.LedgerStoreContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LedgerStoreContractBitesTest {

  private static final LedgerReads NOTHING = new LedgerReads(Set.of(), Set.of(), Set.of());

  @Test
  void aStoreThatForgetsRefusalsIsCaught() {
    assertThat(Bites.failedOf(ForgetsRefusals.class))
        .contains("aRefusedRequestNeverMovesMoney", "whatWasWrittenIsReadBackToTheLastField");
  }

  @Test
  void aStoreThatReadsWithoutLockingIsCaught() {
    assertThat(Bites.failedOf(ReadsWithoutLocking.class))
        .contains("whatADecisionWasShownStaysTrueUntilItsTransactionEnds");
  }

  @Test
  void aStoreThatWritesBalancesByThemselvesIsCaught() {
    assertThat(Bites.failedOf(WritesBalancesFirst.class))
        .contains("oneBadTransferTakesItsWholeTransactionWithIt");
  }

  @Test
  void aStoreThatTakesADuplicateForSuccessIsCaught() {
    assertThat(Bites.failedOf(IgnoresDuplicates.class))
        .contains(
            "twoTransfersNeverShareARequestId",
            "twoTransfersNeverDebitOneVersionOfAnAccount",
            "twoTransfersNeverCreditOneVersionOfAnAccount");
  }

  @Test
  void aStoreThatKeepsRefusalsAndTransfersApartIsCaught() {
    assertThat(Bites.failedOf(KeepsRefusalsApart.class))
        .contains(
            "aPostedRequestIsNeverRefused",
            "aRefusedRequestNeverMovesMoney",
            "aRequestIsNotPostedAndRefusedByOneTransaction");
  }

  @Test
  void aStoreThatAsksTheDecisionTwiceIsCaught() {
    assertThat(Bites.failedOf(AsksTwice.class))
        .contains("handsBackTheResultOfADecisionThatIsAskedOnce");
  }

  /** The store in memory, with one bug. */
  private abstract static class Broken extends LedgerStoreContract implements LedgerStore {

    final InMemoryLedger real = new MemoryDatabase(new ManualTimekeeper()).ledger();

    @Override
    protected LedgerStore ledger() {
      return this;
    }

    @Override
    protected List<AuditEntry> audits() {
      return real.audits();
    }

    @Override
    public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
      return real.transact(reads, decision);
    }

    @Override
    public Map<Uid, Balance> balances(Collection<Uid> uids) {
      return real.balances(uids);
    }

    @Override
    public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
      real.eachBalance(pageSize, sink);
    }

    static LedgerChanges without(LedgerChanges all, boolean refusals, boolean balances) {
      return new LedgerChanges(
          all.transfers(),
          refusals ? List.of() : all.refusals(),
          balances ? List.of() : all.balances(),
          all.checkpoints(),
          all.audits());
    }
  }

  static class ForgetsRefusals extends Broken {

    @Override
    public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
      return real.transact(
          reads,
          snapshot -> {
            Decided<T> decided = decision.decide(snapshot);
            return new Decided<>(without(decided.changes(), true, false), decided.result());
          });
    }
  }

  static class ReadsWithoutLocking extends Broken {

    @Override
    public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
      LedgerSnapshot snapshot =
          real.transact(reads, seen -> new Decided<>(LedgerChanges.NONE, seen));
      Decided<T> decided = decision.decide(snapshot);
      return real.transact(NOTHING, seen -> decided);
    }
  }

  static class WritesBalancesFirst extends Broken {

    @Override
    public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
      synchronized (real) {
        LedgerSnapshot snapshot =
            real.transact(reads, seen -> new Decided<>(LedgerChanges.NONE, seen));
        Decided<T> decided = decision.decide(snapshot);
        Collection<Balance> balances = decided.changes().balances();
        LedgerChanges first =
            new LedgerChanges(List.of(), List.of(), balances, List.of(), List.of());
        real.transact(NOTHING, seen -> new Decided<>(first, true));
        LedgerChanges rest = without(decided.changes(), false, true);
        return real.transact(NOTHING, seen -> new Decided<>(rest, decided.result()));
      }
    }
  }

  static class IgnoresDuplicates extends ReadsWithoutLocking {

    @Override
    public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
      Map<String, T> result = new HashMap<>();
      try {
        return super.transact(
            reads,
            snapshot -> {
              Decided<T> decided = decision.decide(snapshot);
              result.put("last", decided.result());
              return decided;
            });
      } catch (ConflictException e) {
        return result.get("last");
      }
    }
  }

  /** Two tables with a primary key each, and no look at the other one before the commit. */
  static class KeepsRefusalsApart extends Broken {

    private final Map<RequestId, Refusal> refusals = new ConcurrentHashMap<>();

    @Override
    public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
      return real.transact(
          reads,
          snapshot -> {
            Decided<T> decided = decision.decide(withRefusals(reads, snapshot));
            for (Refusal refusal : decided.changes().refusals()) {
              if (refusals.putIfAbsent(refusal.requestId(), refusal) != null) {
                throw new ConflictException("duplicate", null);
              }
            }
            return new Decided<>(without(decided.changes(), true, false), decided.result());
          });
    }

    private LedgerSnapshot withRefusals(LedgerReads reads, LedgerSnapshot snapshot) {
      Map<RequestId, Recorded> recorded = new HashMap<>(refusals);
      recorded.putAll(snapshot.recorded());
      recorded.keySet().retainAll(reads.requestIds());
      return new LedgerSnapshot(
          snapshot.balances(), recorded, snapshot.fences(), snapshot.journalTotals());
    }
  }

  static class AsksTwice extends Broken {

    @Override
    public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
      return real.transact(
          reads,
          snapshot -> {
            decision.decide(snapshot);
            return decision.decide(snapshot);
          });
    }
  }
}

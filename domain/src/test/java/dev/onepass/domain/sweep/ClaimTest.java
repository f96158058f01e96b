// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.ledger.CheckpointOutcome;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.memory.InMemoryLeases;
import dev.onepass.memory.InMemoryThirdParty;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.Fault;
import dev.onepass.testkit.fault.FaultQueue;
import dev.onepass.testkit.fault.Faulty;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClaimTest {

  private static final BatchId BATCH = new BatchId("batch-1");
  private static final Duration LEASE = Duration.ofSeconds(8);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final MemoryDatabase database = new MemoryDatabase(time);
  private final InMemoryLeases leases = new InMemoryLeases(time);
  private final FaultQueue faults = new FaultQueue();

  private Claim claim() {
    ItemStore items = Faulty.port(ItemStore.class, database.batches(), Dependency.DATABASE, faults);
    LedgerStore ledger =
        Faulty.port(LedgerStore.class, database.ledger(), Dependency.DATABASE, faults);
    return Claim.of(
        new SweepPorts(
            database.batches(),
            items,
            leases,
            new InMemoryThirdParty(time),
            ledger::balances,
            checkpoint -> CompletableFuture.completedFuture(CheckpointOutcome.WRITTEN)),
        new AccountLeases(leases, LEASE, time),
        BATCH,
        SweepSettings.of("node"),
        10,
        Duration.ofSeconds(2));
  }

  @Test
  void whatWasTakenIsWorkedOnThoughTheRestCannotBePutBack() {
    accept(1, 2);
    leases.tryAcquire(List.of("account:2"), LEASE);
    faults.add("release", Fault.REQUEST_LOST);

    Claim claim = claim();

    assertThat(claim.items()).extracting(item -> item.key().uid()).containsExactly(new Uid(1));
    assertThat(claim.found()).isTrue();
  }

  @Test
  void accountsThatCannotHoldAnotherPaymentAreNamed() {
    Accounts.open(database.ledger(), 1, "9999999989999.99");
    Uid full = Accounts.open(database.ledger(), 2, "9999999990000.00");
    accept(1, 2, 3);

    Claim claim = claim();

    assertThat(claim.items()).hasSize(3);
    assertThat(claim.full())
        .containsExactly(entry(new ItemKey(BATCH, full), Money.of("9999999990000.00")));
  }

  @Test
  void aClaimIsGoodThoughNobodySaysWhatItsAccountsHold() {
    accept(1);
    faults.add("balances", Fault.REQUEST_LOST);

    Claim claim = claim();

    assertThat(claim.items()).hasSize(1);
    assertThat(claim.full()).isEmpty();
  }

  private void accept(long... uids) {
    List<Uid> accounts = LongStream.of(uids).mapToObj(Uid::new).toList();
    database.batches().accept(Batch.accepted(BATCH, "some", accounts.size(), time.now()), accounts);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.InMemoryLeases;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.Fault;
import dev.onepass.testkit.fault.FaultQueue;
import dev.onepass.testkit.fault.Faulty;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimTest {

  private static final BatchId BATCH = new BatchId("batch-1");
  private static final Duration LEASE = Duration.ofSeconds(8);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final MemoryDatabase database = new MemoryDatabase(time);
  private final InMemoryLeases leases = new InMemoryLeases(time);
  private final FaultQueue faults = new FaultQueue();

  private Claim claim() {
    return Claim.of(
        Faulty.port(ItemStore.class, database.batches(), Dependency.DATABASE, faults),
        new Courtesy(leases, LEASE, time),
        BATCH,
        SweepSettings.of("node"),
        10,
        Duration.ofSeconds(2));
  }

  @Test
  void whatWasTakenIsWorkedOnThoughTheRestCannotBePutBack() {
    database
        .batches()
        .accept(Batch.accepted(BATCH, "two", 2, time.now()), List.of(new Uid(1), new Uid(2)));
    leases.tryAcquire(List.of("account:2"), LEASE);
    faults.add("release", Fault.REQUEST_LOST);

    Claim claim = claim();

    assertThat(claim.items()).extracting(item -> item.key().uid()).containsExactly(new Uid(1));
    assertThat(claim.found()).isTrue();
  }
}

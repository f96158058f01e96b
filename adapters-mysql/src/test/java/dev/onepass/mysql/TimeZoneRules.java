// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.BatchBuilder.aBatch;
import static dev.onepass.testkit.data.TransferBuilder.aTransfer;
import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Instants are the same for every node, whatever zone its session or its JVM is in. */
abstract class TimeZoneRules {

  /** A time that two hours of the year share in the zone of California. */
  private static final Instant AMBIGUOUS = Instant.parse("2026-11-01T09:30:00.123Z");

  abstract MySqlAdapter mysql();

  abstract MySqlConfig database();

  @Test
  void aTransferWrittenInOneZoneIsReadTheSameInAnother() {
    Transfer transfer = aTransfer().id("r").at(AMBIGUOUS).build();
    try (MySqlAdapter west = west()) {
      west.ledger()
          .transact(
              Deposits.reads("r", uid(1)),
              snapshot -> new Decided<>(Deposits.posting(transfer), true));
      assertThat(west.journal().page(uid(1), Long.MAX_VALUE, 1)).containsExactly(transfer);
    }
    assertThat(mysql().journal().page(uid(1), Long.MAX_VALUE, 1)).containsExactly(transfer);
  }

  @Test
  void aJvmInAnotherZoneWritesTheSameTimes() {
    Batch batch = aBatch("b").of(uids(1, 1)).acceptedAt(AMBIGUOUS).build();
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
      mysql().batches().accept(batch, uids(1, 1));
      mysql().batches().begun(batch.id(), AMBIGUOUS.plusMillis(1));
    } finally {
      TimeZone.setDefault(zone);
    }
    assertThat(mysql().batches().find(batch.id()).orElseThrow())
        .extracting(Batch::acceptedAt, Batch::begunAt)
        .containsExactly(AMBIGUOUS, AMBIGUOUS.plusMillis(1));
  }

  @Test
  void leasesHoldAcrossZones() {
    Batch batch = aBatch("b").of(uids(1, 2)).build();
    try (MySqlAdapter west = west()) {
      west.batches().accept(batch, uids(1, 2));
      List<BatchItem> first = mysql().items().claim(batch.id(), "east", 1, Duration.ofMinutes(1));
      List<BatchItem> second = west.items().claim(batch.id(), "west", 9, Duration.ofMinutes(1));
      assertThat(first).hasSize(1);
      assertThat(second).hasSize(1);
      assertThat(mysql().items().claim(batch.id(), "east", 9, Duration.ofMinutes(1))).isEmpty();
      assertThat(west.items().claim(batch.id(), "west", 9, Duration.ofMinutes(1))).isEmpty();
      west.items().release(second, Duration.ZERO);
      assertThat(mysql().items().claim(batch.id(), "east", 9, Duration.ofMinutes(1))).hasSize(1);
    }
  }

  private MySqlAdapter west() {
    return MySqlAdapter.connect(FailureRules.withSession(database(), "time_zone='-08:00'"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointRulesTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Uid UID = new Uid(7);
  private static final ItemKey KEY = new ItemKey(new BatchId("batch"), UID);
  private static final long FENCE = 3;

  private final Map<Uid, Balance> balances = new HashMap<>();
  private final Map<RequestId, Recorded> recorded = new HashMap<>();
  private final Map<ItemKey, Long> fences = new HashMap<>(Map.of(KEY, FENCE));
  private final GroupBooks books =
      new GroupBooks(new LedgerSnapshot(balances, recorded, fences, Map.of()), true, NOW);

  @Test
  void underItsFenceTheItemIsWrittenAndTheAccountCredited() {
    balances.put(UID, new Balance(UID, Money.of("1.00"), 4));

    CheckpointOutcome outcome = CheckpointRules.apply(checkpoint(2, "10.00", "0.50"), books);

    assertThat(outcome).isEqualTo(CheckpointOutcome.WRITTEN);
    Balance after = new Balance(UID, Money.of("1.50"), 5);
    assertThat(books.changes().checkpoints())
        .containsExactly(new ItemCheckpoint(item(2, "10.00"), LEASE));
    assertThat(books.changes().balances()).containsExactly(after);
    assertThat(books.changes().transfers())
        .containsExactly(
            new Transfer(
                RequestId.ofSweep(KEY.batch(), UID, 2),
                TransferKind.SWEEP,
                Uid.EXTERNAL,
                UID,
                Money.of("0.50"),
                null,
                after,
                NOW));
  }

  @Test
  void theFirstCreditOpensTheAccount() {
    CheckpointRules.apply(checkpoint(1, "0.50", "0.50"), books);

    assertThat(books.changes().balances()).containsExactly(new Balance(UID, Money.of("0.50"), 1));
  }

  @Test
  void aSweepThatFoundNothingOpensNoAccount() {
    CheckpointOutcome outcome = CheckpointRules.apply(checkpoint(0, "0.00", "0.00"), books);

    assertThat(outcome).isEqualTo(CheckpointOutcome.WRITTEN);
    assertThat(books.changes().checkpoints()).hasSize(1);
    assertThat(books.changes().balances()).isEmpty();
    assertThat(books.changes().transfers()).isEmpty();
  }

  @Test
  void underAnOldFenceNothingIsWrittenOrCredited() {
    fences.put(KEY, FENCE + 1);

    CheckpointOutcome outcome = CheckpointRules.apply(checkpoint(1, "0.50", "0.50"), books);

    assertThat(outcome).isEqualTo(CheckpointOutcome.STALE_FENCE);
    assertThat(books.changes().isEmpty()).isTrue();
  }

  @Test
  void anItemThatDoesNotExistIsNobodys() {
    fences.clear();

    CheckpointOutcome outcome = CheckpointRules.apply(checkpoint(1, "0.50", "0.50"), books);

    assertThat(outcome).isEqualTo(CheckpointOutcome.STALE_FENCE);
    assertThat(books.changes().isEmpty()).isTrue();
  }

  @Test
  void aCheckpointWhoseAnswerGotLostCountsOnce() {
    CheckpointRules.apply(checkpoint(1, "0.50", "0.50"), books);
    Transfer credit = books.changes().transfers().get(0);

    GroupBooks later =
        new GroupBooks(
            new LedgerSnapshot(
                Map.of(UID, credit.creditAfter()),
                Map.of(credit.requestId(), credit),
                fences,
                Map.of()),
            true,
            NOW);
    CheckpointOutcome repeated = CheckpointRules.apply(checkpoint(1, "0.50", "0.50"), later);

    assertThat(repeated).isEqualTo(CheckpointOutcome.WRITTEN);
    assertThat(later.changes().isEmpty()).isTrue();
  }

  @Test
  void whatTheAccountCannotHoldIsNotWrittenUnlessItWasBefore() {
    balances.put(UID, new Balance(UID, Money.MAX.minus(Money.of("0.49")), 4));
    assertThat(CheckpointRules.apply(checkpoint(1, "0.50", "0.50"), books))
        .isEqualTo(CheckpointOutcome.BALANCE_LIMIT);
    assertThat(books.changes().isEmpty()).isTrue();
    assertThat(CheckpointRules.apply(checkpoint(1, "0.49", "0.49"), books))
        .isEqualTo(CheckpointOutcome.WRITTEN);
    Transfer credit = books.changes().transfers().get(0);
    recorded.put(credit.requestId(), credit);
    assertThat(CheckpointRules.apply(checkpoint(1, "0.49", "0.49"), books))
        .isEqualTo(CheckpointOutcome.WRITTEN);
  }

  @Test
  void severalCheckpointsOfAnItemInAGroupAreCreditedEachAndWrittenOnce() {
    CheckpointRules.apply(checkpoint(1, "0.50", "0.50"), books);
    CheckpointRules.apply(checkpoint(1, "0.50", "0.50"), books);
    CheckpointRules.apply(checkpoint(2, "0.75", "0.25"), books);

    assertThat(books.changes().balances()).containsExactly(new Balance(UID, Money.of("0.75"), 2));
    assertThat(books.changes().transfers()).hasSize(2);
    assertThat(books.changes().checkpoints())
        .containsExactly(new ItemCheckpoint(item(2, "0.75"), LEASE));
  }

  @Test
  void oneNumberForTwoAmountsIsABug() {
    CheckpointRules.apply(checkpoint(1, "0.50", "0.50"), books);

    assertThatIllegalStateException()
        .isThrownBy(() -> CheckpointRules.apply(checkpoint(1, "0.60", "0.60"), books))
        .withMessageContaining("0.50 before and 0.60 now");
  }

  @Test
  void anItemMustCountItsCredit() {
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoint(0, "0.50", "0.50"));
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoint(1, "0.49", "0.50"));
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoint(1, "0.50", "-0.01"));
  }

  private static Checkpoint checkpoint(int number, String swept, String credit) {
    return new Checkpoint(item(number, swept), Money.of(credit), LEASE);
  }

  private static BatchItem item(int checkpoints, String swept) {
    return new BatchItem(
        KEY, ItemState.OPEN, FENCE, "progress", checkpoints, Money.of(swept), Money.ZERO, 9, 0, "");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.event.OnePassListener;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.domain.model.TransferOutcome.Refused;
import dev.onepass.memory.Fate;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the host is told, and that it is true; and a listener that fails, which harms nobody. */
class ListenerTest extends SweepFixture {

  private final Ear ear = new Ear();

  @Test
  void whatIsToldOfABatchAddsUpToWhatWasSwept() {
    thirdParty.script(this::faulty);
    List<Uid> uids = fund(200, 3_000_000);
    OnePass node = node(ear);

    node.batches().start(BATCH, uids);
    node.batches().start(BATCH, uids);
    finish(node);

    assertBooksAgree(node, uids);
    assertThat(ear.accepted).containsExactly(BATCH);
    assertThat(ear.finished).containsExactly(BATCH);
    assertThat(ear.credited).isEqualTo(funded);
    assertThat(ear.swept).hasSameElementsAs(uids).hasSameSizeAs(uids);
    assertThat(ear.lost).isEmpty();
  }

  @Test
  void aTransferIsToldBeforeItsCallerHearsOfIt() {
    OnePass node = node(ear);
    // A cent each.
    node.batches().start(BATCH, fund(2, 1));
    finish(node);
    Uid poor = new Uid(2);
    TransferCommand command =
        new TransferCommand(new RequestId("r1"), new Uid(1), poor, Money.ofCents(1));

    CompletableFuture<Integer> toldByThen = new CompletableFuture<>();
    node.transferAsync(command).thenRun(() -> toldByThen.complete(ear.outcomes.size()));
    time.advance(Duration.ofSeconds(1));
    node.transferAsync(command);
    node.transferAsync(
        new TransferCommand(new RequestId("r2"), new Uid(1), poor, Money.ofCents(1)));
    time.advance(Duration.ofSeconds(1));

    assertThat(toldByThen).isCompletedWithValue(1);
    assertThat(ear.outcomes).hasSize(3);
    assertThat(ear.outcomes)
        .filteredOn(outcome -> outcome instanceof Posted posted && posted.replayed())
        .hasSize(1);
    assertThat(ear.outcomes).filteredOn(Refused.class::isInstance).hasSize(1);
  }

  @Test
  void aTransferThatFailsIsNotToldAndItsCallerGetsTheFailureItself() {
    OnePass node = node(ear);
    node.stop();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();

    node.transferAsync(
            new TransferCommand(new RequestId("r1"), new Uid(1), new Uid(2), Money.ofCents(1)))
        .whenComplete((outcome, failed) -> failure.complete(failed));

    assertThat(failure).isCompletedWithValueMatching(OverloadedException.class::isInstance);
    assertThat(ear.outcomes).isEmpty();
  }

  @Test
  void anItemThatAnotherNodeHasTakenMeanwhileIsToldAsLost() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = fund(20, 3_000_000);
    OnePass node = node(ear);
    node.batches().start(BATCH, uids);
    time.advance(Duration.ofMillis(200));

    // The process stands still for longer than its claims last.
    pause = () -> Duration.ofSeconds(30);
    time.advance(Duration.ofSeconds(20));
    List<BatchItem> taken = database.batches().claim(BATCH, "other", 100, Duration.ofSeconds(60));
    pause = () -> Duration.ZERO;
    time.advance(Duration.ofSeconds(40));

    assertThat(taken).isNotEmpty();
    assertThat(ear.lost).isNotEmpty();
    assertThat(taken).extracting(BatchItem::key).containsAll(ear.lost);
  }

  @Test
  void theLimitIsToldAtOnceWhenItGrowsAndWhenTheThirdPartyIsAway() {
    OnePass node = node(ear);
    assertThat(ear.limits).containsExactly(10);
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = fund(500, 3_000_000);

    node.batches().start(BATCH, uids);
    time.advance(Duration.ofSeconds(3));
    assertThat(ear.limits).hasSizeGreaterThan(2).allMatch(limit -> limit >= 10);
    assertThat(ear.away).isFalse();

    thirdParty.script(payment -> Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR));
    time.advance(Duration.ofSeconds(5));
    assertThat(ear.away).isTrue();

    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    finish(node);
    assertThat(ear.away).isFalse();
  }

  @Test
  void aListenerThatFailsHarmsNothing() {
    thirdParty.script(this::faulty);
    List<Uid> uids = fund(50, 3_000_000);
    ear.broken = true;
    OnePass node = node(ear);

    node.batches().start(BATCH, uids);
    finish(node);

    assertBooksAgree(node, uids);
    assertThat(ear.finished).containsExactly(BATCH);
  }

  private OnePass node(OnePassListener listener) {
    OnePass node = builder(thirdParty, this::runLater).listener(listener).build();
    node.start();
    return node;
  }

  private static final class Ear implements OnePassListener {

    final List<BatchId> accepted = new ArrayList<>();
    final List<BatchId> finished = new ArrayList<>();
    final List<TransferOutcome> outcomes = new ArrayList<>();
    final Set<Uid> swept = new HashSet<>();
    final Set<ItemKey> lost = new HashSet<>();
    final List<Integer> limits = new ArrayList<>();
    Money credited = Money.ZERO;
    boolean away;
    boolean broken;

    @Override
    public void transferDecided(TransferCommand command, TransferOutcome outcome) {
      outcomes.add(outcome);
      failPerhaps();
    }

    @Override
    public void batchAccepted(BatchId batch, int accounts) {
      accepted.add(batch);
      failPerhaps();
    }

    @Override
    public void batchFinished(BatchId batch) {
      finished.add(batch);
      failPerhaps();
    }

    @Override
    public void itemStored(BatchItem item, Money amount) {
      credited = credited.plus(amount);
      if (item.state() == ItemState.SWEPT) {
        swept.add(item.key().uid());
      }
      failPerhaps();
    }

    @Override
    public void itemLost(ItemKey item) {
      lost.add(item);
      failPerhaps();
    }

    @Override
    public void limitChanged(int limit, boolean isAway) {
      if (!isAway) {
        limits.add(limit);
      }
      away = isAway;
      failPerhaps();
    }

    @Override
    public void cacheTrusted(boolean isTrusted) {
      failPerhaps();
    }

    private void failPerhaps() {
      if (broken) {
        throw new IllegalStateException("a bug of the host");
      }
    }
  }
}

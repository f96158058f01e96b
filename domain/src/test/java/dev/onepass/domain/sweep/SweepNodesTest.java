// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.memory.Fate;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches that nodes share, leave to each other and wait for. */
@Timeout(60)
class SweepNodesTest extends SweepFixture {

  @Test
  void aStoppedNodeLeavesTheRestToItsSuccessor() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = fund(300, 3_000_000);
    OnePass first = node("a");
    first.batches().start(BATCH, uids);
    time.advance(Duration.ofSeconds(1));

    var stopped = first.stop().toCompletableFuture();
    time.advance(Duration.ofSeconds(1));
    long callsAtStop = thirdParty.calls();
    time.advance(Duration.ofSeconds(30));

    assertThat(stopped).isCompleted();
    assertThat(thirdParty.calls()).isEqualTo(callsAtStop);
    OnePass second = node("b");
    finish(second);
    assertBooksAgree(second, uids);
  }

  @Test
  void whenANodeSaysThatItHasStoppedNothingOfItIsUnderWay() {
    for (int millis = 0; millis < 300; millis++) {
      new SweepNodesTest().stopAfter(Duration.ofMillis(millis));
    }
  }

  private void stopAfter(Duration running) {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    // Tasks overtake each other, so that a claim may come back after the wish to stop.
    Random pauses = new Random(running.toMillis());
    pause = () -> Duration.ofMillis(pauses.nextInt(30));
    OnePass node = node("a");
    node.batches().start(BATCH, fund(20, 100_000));
    // An announcement is not waited for, so there shall be none.
    database.batches().begun(BATCH, time.now());
    time.advance(running);

    AtomicInteger left = new AtomicInteger(-1);
    node.stop().thenRun(() -> left.set(outstanding.get()));
    time.advance(Duration.ofSeconds(5));

    // The task that says so is itself still running.
    assertThat(left).as("stopped after %s", running).hasValue(1);
    long open = database.batches().progress(BATCH).unsettled();
    assertThat(database.batches().claim(BATCH, "b", 100, Duration.ofSeconds(8)))
        .hasSize((int) open);
  }

  @Test
  void twoNodesShareABatch() {
    thirdParty.script(this::faulty);
    List<Uid> uids = fund(2_000, 1_000_000);
    OnePass first = node("a");
    OnePass second = node("b");

    first.batches().start(BATCH, uids);
    finish(second);

    assertBooksAgree(first, uids);
    assertThat(first.batches().items(BATCH, null, Uid.EXTERNAL, 3_000).orElseThrow())
        .allMatch(item -> item.state() == ItemState.SWEPT);
  }
}

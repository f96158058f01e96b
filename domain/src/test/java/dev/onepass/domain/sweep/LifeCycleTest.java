// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.OnePass.State;
import dev.onepass.domain.model.BatchEnd;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.memory.Fate;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.Fault;
import dev.onepass.testkit.fault.Faulty;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What One-Pass does from its start to its end, and what it refuses then. */
@Timeout(60)
class LifeCycleTest extends SweepFixture {

  private boolean isDatabaseAway;

  private final OnePass node =
      OnePass.builder()
          .storage(
              database
                  .storage()
                  .withLedger(
                      Faulty.port(
                          LedgerStore.class,
                          database.ledger(),
                          Dependency.DATABASE,
                          method -> isDatabaseAway ? Fault.REQUEST_LOST : Fault.NONE)))
          .gateway(thirdParty)
          .timekeeper(time)
          .executor(this::runLater)
          .build();

  private static TransferCommand aTransfer() {
    return new TransferCommand(new RequestId("order-7"), new Uid(1), new Uid(2), Money.of("1.00"));
  }

  private void startSweeping() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    node.start();
    node.batches().start(BATCH, fund(50, 3_000_000));
    time.advance(Duration.ofMillis(200));
  }

  /** It waits for its thread's own time, so that this one moves the virtual one meanwhile. */
  private void close() throws Exception {
    CompletableFuture<Void> closed = CompletableFuture.runAsync(node::close);
    while (!closed.isDone()) {
      time.advance(Duration.ofMillis(100));
      try {
        closed.get(1, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Goes on.
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }

  @Test
  void itIsNewThenRunsThenStops() {
    assertThat(node.state()).isEqualTo(State.NEW);
    startSweeping();
    assertThat(node.state()).isEqualTo(State.RUNNING);
    var stopped = node.stop().toCompletableFuture();
    assertThat(node.state()).isEqualTo(State.STOPPING);
    time.advance(Duration.ofSeconds(5));
    assertThat(stopped).isCompleted();
    assertThat(node.state()).isEqualTo(State.STOPPED);
  }

  @Test
  void whatIsStoppingMakesNoTransfersAndIsNotStartedAgain() {
    startSweeping();
    node.stop();

    assertThat(node.transferAsync(aTransfer()).toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(OverloadedException.class)
        .withMessageContaining("nothing was done");
    assertThatThrownBy(node::start).isInstanceOf(IllegalStateException.class);

    time.advance(Duration.ofSeconds(5));
    assertThatThrownBy(node::start).isInstanceOf(IllegalStateException.class);
    assertThat(node.state()).isEqualTo(State.STOPPED);
  }

  @Test
  void itMayBeClosedInEachState() throws Exception {
    close();
    assertThat(node.state()).isEqualTo(State.STOPPED);
    close();
    assertThat(node.state()).isEqualTo(State.STOPPED);
  }

  @Test
  void closedAllIsStoredAndGoesOnElsewhere() throws Exception {
    startSweeping();
    close();

    assertThat(outstanding).hasValue(0);
    OnePass next = node("b");
    time.advance(Duration.ofSeconds(2));
    finish(next);
    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
  }

  @Test
  void withoutADatabaseItClosesAllTheSameAndNothingIsLost() throws Exception {
    startSweeping();
    var waiting = node.batches().whenFinished(BATCH).toCompletableFuture();
    isDatabaseAway = true;
    Duration before = Duration.ofNanos(time.nanoTime());

    close();

    assertThat(Duration.ofNanos(time.nanoTime()).minus(before))
        .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(60));
    assertThat(node.state()).isEqualTo(State.STOPPED);
    assertThat(waiting).isCompletedWithValue(BatchEnd.STOPPED);
    time.advance(Duration.ofMinutes(1));
    assertThat(outstanding).as("nothing is tried again").hasValue(0);
    isDatabaseAway = false;

    OnePass next = node("b");
    finish(next);
    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
    assertThat(
            next.balances().readPastCache(fundedUids()).values().stream()
                .map(balance -> balance.amount())
                .reduce(Money.ZERO, Money::plus))
        .isEqualTo(funded);
  }

  private static List<Uid> fundedUids() {
    return LongStream.rangeClosed(1, 50).mapToObj(Uid::new).toList();
  }
}

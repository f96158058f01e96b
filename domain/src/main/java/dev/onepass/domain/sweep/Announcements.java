// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.supervision.Backoff;
import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * Has the begins and finishes of batches announced, a few at a time; while the third party confirms
 * none, one at a time. One that fails is repeated after a growing pause, and the batch says why it
 * waits; as soon as another is confirmed, all that wait are due at once. Used from within the
 * mailbox.
 */
final class Announcements {

  private static final int AT_ONCE = 8;
  private static final Backoff AGAIN = Backoff.ofMillis(1_000, 60_000);

  /** Before asking again whether another node has announced it. */
  private static final Duration ELSEWHERE = Duration.ofSeconds(2);

  private final BatchSteps steps;
  private final BatchStore batches;
  private final Duration patience;
  private final Timekeeper time;
  private final Mailbox mailbox;
  private final BlockingWork blocking;
  private final Runs runs;
  private final BiConsumer<BatchRun, Step> confirmed;

  private final Set<BatchRun> failed = new LinkedHashSet<>();
  private int inFlight;
  private boolean lastFailed;

  /**
   * @param patience after which time an announcement that nothing is heard of has failed
   * @param confirmed hears of each that the third party has confirmed
   */
  Announcements(
      BatchSteps steps,
      BatchStore batches,
      Duration patience,
      Timekeeper time,
      Mailbox mailbox,
      BlockingWork blocking,
      Runs runs,
      BiConsumer<BatchRun, Step> confirmed) {
    this.steps = steps;
    this.batches = batches;
    this.patience = patience;
    this.time = time;
    this.mailbox = mailbox;
    this.blocking = blocking;
    this.runs = runs;
    this.confirmed = confirmed;
  }

  /** Announces what a run is at now, or has it wait for its turn. */
  @SuppressWarnings("FutureReturnValueIgnored") // what it came to is posted
  void announce(BatchRun run) {
    if (inFlight >= (lastFailed ? 1 : AT_ONCE)) {
      run.queue();
      runs.place(run);
      return;
    }
    run.start();
    inFlight++;
    Step step = run.step();
    CompletableFuture<Boolean> announced = announced(run, step);
    Runnable inTime =
        time.after(
            patience,
            () -> announced.completeExceptionally(new TimeoutException("silent for " + patience)));
    announced.whenComplete(
        (done, failure) -> {
          inTime.run();
          mailbox.post(() -> ended(run, step, Outcome.of(done, failure)));
        });
  }

  /** Whatever the gateway does, this completes in the end. */
  private CompletableFuture<Boolean> announced(BatchRun run, Step step) {
    return Guarded.call(() -> step == Step.BEGIN ? steps.begin(run.id()) : steps.finish(run.id()))
        .toCompletableFuture()
        .copy();
  }

  private void ended(BatchRun run, Step step, Outcome<Boolean> outcome) {
    inFlight--;
    if (outcome.result() == null) {
      failed(run, step, outcome);
    } else if (outcome.result()) {
      succeeded(run, step);
    } else {
      run.later(time.nanoTime(), ELSEWHERE.toNanos());
      runs.place(run);
    }
  }

  private void succeeded(BatchRun run, Step step) {
    lastFailed = false;
    failed.remove(run);
    run.told().succeeded();
    confirmed.accept(run, step);
    long now = time.nanoTime();
    List.copyOf(failed).forEach(waiting -> runs.wake(waiting, now));
  }

  private void failed(BatchRun run, Step step, Outcome<Boolean> outcome) {
    lastFailed = true;
    failed.add(run);
    Duration pause = AGAIN.after(run.told().count() + 1);
    run.told().failed(outcome, pause);
    run.later(time.nanoTime(), pause.toNanos());
    runs.place(run);
    String reason = (step == Step.BEGIN ? "begin: " : "finish: ") + outcome.reason();
    // For people only: should it get lost, this node still knows when to try again.
    blocking.run(() -> batches.waits(run.id(), reason, time.now(), pause), written -> {});
  }

  /** Announces for those that wait for their turn, if it is theirs. */
  void announceNext() {
    while (inFlight < (lastFailed ? 1 : AT_ONCE)) {
      BatchRun next = runs.pollForStep();
      if (next == null) {
        return;
      }
      announce(next);
    }
  }
}

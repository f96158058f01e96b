// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.model.BatchEnd;
import dev.onepass.ports.model.BatchId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Callers who wait at some node until a batch ends: each is told, truly, unless the node dies. */
final class BatchWaiters {

  private record Waiter(NodeProcess process, BatchId batch, CompletableFuture<BatchEnd> end) {}

  private final World world;
  private final List<Waiter> waiters = new ArrayList<>();

  BatchWaiters(World world) {
    this.world = world;
  }

  /** Begins to wait; some give up again at once. */
  @SuppressWarnings("FutureReturnValueIgnored") // the judge hears of all that is wrong
  void begin(Node.Running at, BatchId batch) {
    boolean wasThere = world.database.batches().find(batch).isPresent();
    CompletableFuture<BatchEnd> end =
        at.onePass().batches().whenFinished(batch).toCompletableFuture();
    if (world.dice.chance(0.1)) {
      end.cancel(false);
      return;
    }
    waiters.add(new Waiter(at.process(), batch, end));
    end.whenComplete((how, never) -> told(batch, how, wasThere));
  }

  private void told(BatchId batch, BatchEnd how, boolean wasThere) {
    world.occurred(Occurrence.WAITER_TOLD);
    world.judge.require(
        switch (how) {
          case FINISHED -> world.bank.isFinished(batch);
          case UNKNOWN -> !wasThere;
          case STOPPED -> true;
        },
        "who waits for a batch is told the truth",
        batch,
        how);
  }

  /** A process has stopped in good order: nobody waits there any more. */
  void stopped(NodeProcess process) {
    waiters.stream().filter(waiter -> waiter.process() == process).forEach(this::requireTold);
  }

  /** All batches have ended, for some seconds. */
  void inTheEnd() {
    waiters.stream().filter(waiter -> waiter.process().isAlive()).forEach(this::requireTold);
  }

  private void requireTold(Waiter waiter) {
    world.judge.require(
        waiter.end().isDone(),
        "who waits for a batch is told how it ends",
        waiter.batch(),
        waiter.process());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.model.Acceptance;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.util.Set;

/** Clients who start batches, look at them, and have them resumed. */
final class BatchClients {

  private final World world;
  private final Errands errands;

  BatchClients(World world, Errands errands) {
    this.world = world;
    this.errands = errands;
  }

  /** Whoever waits is no errand: what they wait for ends, or the node does. */
  void awaitEnd(BatchId id) {
    errands.until(
        "wait for the end",
        at -> {
          world.batchWaiters.begin(at, id);
          return true;
        });
  }

  void start(BatchId id, Set<Uid> accounts) {
    errands.until(
        "start",
        at -> {
          Acceptance acceptance = at.onePass().batches().start(id, accounts);
          world.note("batch", at.process(), id, accounts, acceptance);
          if (acceptance == Acceptance.ID_REUSED) {
            world.occurred(Occurrence.BATCH_ID_REUSED);
            world.batchAudit.deniedAsReused(id, accounts);
          } else {
            world.occurred(Occurrence.BATCH_ACCEPTED);
            world.batchAudit.acknowledged(id, accounts);
          }
          return true;
        });
  }

  void resume(BatchId id, ItemState state) {
    errands.until(
        "resume",
        at -> {
          if (at.onePass().batches().resume(id, state).orElse(0L) > 0) {
            world.occurred(Occurrence.BATCH_RESUMED);
          }
          return true;
        });
  }

  void status(BatchId id) {
    errands.until(
        "status",
        at -> {
          at.onePass().batches().status(id).ifPresent(this::isSound);
          return true;
        });
  }

  private void isSound(BatchStatus status) {
    long items = 0;
    for (ItemState state : ItemState.values()) {
      items += status.progress().count(state);
    }
    world.judge.require(
        items == status.batch().total(), "a status counts every account once", status);
    world.judge.require(
        status.phase() != BatchStatus.Phase.FINISHED || world.bank.isFinished(status.batch().id()),
        "finished is what has been finished",
        status);
  }
}

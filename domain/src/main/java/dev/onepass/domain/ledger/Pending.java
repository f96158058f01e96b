// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.InProgress;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A command that waits for its transaction, and the caller who waits for its answer.
 *
 * @param <T> the answer
 */
abstract sealed class Pending<T> {

  final CompletableFuture<T> answer = new CompletableFuture<>();

  /** The users' accounts it concerns: commands that share one are decided in order. */
  final List<Uid> accounts;

  final long submittedNanos;

  private Pending(List<Uid> accounts, long submittedNanos) {
    this.accounts = accounts;
    this.submittedNanos = submittedNanos;
  }

  final boolean concernsAnyOf(Set<Uid> uids) {
    for (Uid uid : accounts) {
      if (uids.contains(uid)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Joins the commands in flight; false if one with the same request id is among them, which then
   * is the answer.
   */
  boolean enter(Set<RequestId> inFlight) {
    return true;
  }

  /** Undoes {@link #enter}. */
  void leave(Set<RequestId> inFlight) {}

  /** Adds what must be read before it can be decided. */
  abstract void addReads(Set<Uid> balances, Set<ItemKey> items);

  /** Adds the request id that it records, if any. */
  abstract void addRequestId(Set<RequestId> ids);

  abstract T apply(GroupBooks books);

  /** Decides it; what is returned tells the caller, once the decision is durable. */
  final Runnable decide(GroupBooks books) {
    T outcome = apply(books);
    return () -> answer.complete(outcome);
  }

  /** A transfer. */
  static final class OfTransfer extends Pending<TransferOutcome> {

    private final TransferCommand command;

    OfTransfer(TransferCommand command, long submittedNanos) {
      super(List.of(command.source(), command.target()), submittedNanos);
      this.command = command;
    }

    @Override
    boolean enter(Set<RequestId> inFlight) {
      return inFlight.add(command.requestId()) || !answer.complete(new InProgress());
    }

    @Override
    void leave(Set<RequestId> inFlight) {
      inFlight.remove(command.requestId());
    }

    @Override
    void addReads(Set<Uid> balances, Set<ItemKey> items) {
      balances.addAll(accounts);
    }

    @Override
    void addRequestId(Set<RequestId> ids) {
      ids.add(command.requestId());
    }

    @Override
    TransferOutcome apply(GroupBooks books) {
      return TransferRules.apply(command, books);
    }
  }

  /** A checkpoint of a sweep. */
  static final class OfCheckpoint extends Pending<CheckpointOutcome> {

    private final Checkpoint checkpoint;

    OfCheckpoint(Checkpoint checkpoint, long submittedNanos) {
      super(List.of(checkpoint.item().key().uid()), submittedNanos);
      this.checkpoint = checkpoint;
    }

    @Override
    void addReads(Set<Uid> balances, Set<ItemKey> items) {
      items.add(checkpoint.item().key());
      if (checkpoint.credit().isPositive()) {
        balances.addAll(accounts);
      }
    }

    @Override
    void addRequestId(Set<RequestId> ids) {
      if (checkpoint.credit().isPositive()) {
        ids.add(checkpoint.requestId());
      }
    }

    @Override
    CheckpointOutcome apply(GroupBooks books) {
      return CheckpointRules.apply(checkpoint, books);
    }
  }
}

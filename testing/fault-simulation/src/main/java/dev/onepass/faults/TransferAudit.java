// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.InProgress;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.domain.model.TransferOutcome.Refused;
import dev.onepass.domain.model.TransferOutcome.RequestIdReused;
import dev.onepass.ports.error.OnePassException;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.RequestId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Holds what callers are told of their transfers against the books. */
final class TransferAudit {

  private final LedgerModel model;
  private final Judge judge;
  private final Occurrences occurrences;
  private final Set<TransferCommand> asked = new HashSet<>();
  private final Map<RequestId, Integer> attempts = new HashMap<>();
  private final Map<String, Integer> inFlight = new HashMap<>();

  TransferAudit(LedgerModel model, Judge judge, Occurrences occurrences) {
    this.model = model;
    this.judge = judge;
    this.occurrences = occurrences;
  }

  /** A caller asks a process for a transfer. */
  void asked(NodeProcess process, TransferCommand command) {
    occurrences.count(Occurrence.TRANSFER_ASKED);
    asked.add(command);
    attempts.merge(command.requestId(), 1, Integer::sum);
    inFlight.merge(process + " " + command.requestId(), 1, Integer::sum);
  }

  /** The process has answered. */
  void answered(NodeProcess process, TransferCommand command, TransferOutcome outcome) {
    Recorded recorded = model.recorded(command.requestId());
    if (outcome instanceof Posted posted) {
      occurrences.count(Occurrence.TRANSFER_POSTED);
      replayed(posted.replayed());
      isOnRecord(posted.transfer(), recorded);
      isFor(posted.transfer(), command, true);
    } else if (outcome instanceof Refused refused) {
      occurrences.count(Occurrence.TRANSFER_REFUSED);
      replayed(refused.replayed());
      isOnRecord(refused.refusal(), recorded);
      isFor(refused.refusal(), command, true);
    } else if (outcome instanceof RequestIdReused reused) {
      occurrences.count(Occurrence.REQUEST_ID_REUSED);
      isOnRecord(reused.earlier(), recorded);
      isFor(reused.earlier(), command, false);
    } else if (outcome instanceof InProgress) {
      occurrences.count(Occurrence.TRANSFER_IN_PROGRESS);
      judge.require(
          inFlight.getOrDefault(process + " " + command.requestId(), 0) > 1,
          "only what is in progress is said to be",
          command);
    }
    leave(process, command);
  }

  private void replayed(boolean replayed) {
    if (replayed) {
      occurrences.count(Occurrence.TRANSFER_REPLAYED);
    }
  }

  private void isOnRecord(Recorded told, @org.jspecify.annotations.Nullable Recorded recorded) {
    judge.require(
        Objects.equals(told, recorded), "what a caller is told is on record", told, recorded);
  }

  private void isFor(Recorded record, TransferCommand command, boolean same) {
    judge.require(
        record.isFor(command.source(), command.target(), command.amount()) == same,
        "an answer is to the question",
        record,
        command);
  }

  /** The process has failed to answer. */
  void failed(NodeProcess process, TransferCommand command, Throwable failure) {
    leave(process, command);
    if (!(failure instanceof OnePassException)) {
      judge.threw("transfer", failure);
    } else if (failure instanceof OverloadedException) {
      occurrences.count(Occurrence.TRANSFER_TURNED_AWAY);
      boolean only = attempts.getOrDefault(command.requestId(), 0) == 1;
      judge.require(
          !only || model.recorded(command.requestId()) == null,
          "nothing was done of what was turned away",
          command);
    } else {
      occurrences.count(Occurrence.TRANSFER_OUTCOME_UNKNOWN);
    }
  }

  private void leave(NodeProcess process, TransferCommand command) {
    inFlight.merge(process + " " + command.requestId(), -1, Integer::sum);
  }

  /** A transaction was committed: nobody's money moves unasked. */
  void committed(Transfer transfer) {
    if (transfer.kind() == TransferKind.TRADE) {
      judge.require(
          asked.contains(
              new TransferCommand(
                  transfer.requestId(), transfer.debit(), transfer.credit(), transfer.amount())),
          "what is posted was asked for",
          transfer);
    }
  }
}

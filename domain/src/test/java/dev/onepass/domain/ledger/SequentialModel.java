// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.domain.model.TransferOutcome.Refused;
import dev.onepass.ports.ledger.Refusal.Reason;
import dev.onepass.ports.model.RequestId;
import java.util.HashMap;
import java.util.Map;

/**
 * What a ledger does, in the simplest words: one command after the other, balances in cents,
 * answers in words. Knows no groups, no faults and no rows.
 */
final class SequentialModel {

  private final Map<Long, Long> cents = new HashMap<>();
  private final Map<RequestId, TransferCommand> known = new HashMap<>();
  private final Map<RequestId, String> answers = new HashMap<>();

  void credit(long uid, long amount) {
    cents.merge(uid, amount, Long::sum);
  }

  Map<Long, Long> balances() {
    return cents;
  }

  /** The answer in words, such as {@code POSTED} or {@code INSUFFICIENT_BALANCE again}. */
  String transfer(TransferCommand command) {
    TransferCommand earlier = known.putIfAbsent(command.requestId(), command);
    if (earlier == null) {
      String answer = decide(command);
      answers.put(command.requestId(), answer);
      return answer;
    }
    return earlier.equals(command) ? answers.get(command.requestId()) + " again" : "REUSED";
  }

  /** What the ledger answered, in the same words. */
  static String inWords(TransferOutcome outcome) {
    if (outcome instanceof Posted posted) {
      return posted.replayed() ? "POSTED again" : "POSTED";
    }
    if (outcome instanceof Refused refused) {
      return refused.refusal().reason() + (refused.replayed() ? " again" : "");
    }
    return outcome instanceof TransferOutcome.RequestIdReused ? "REUSED" : "IN_PROGRESS";
  }

  private String decide(TransferCommand command) {
    Long source = cents.get(command.source().value());
    Long target = cents.get(command.target().value());
    if (source == null || target == null) {
      return (source == null ? Reason.DEBIT_ACCOUNT_NOT_FOUND : Reason.CREDIT_ACCOUNT_NOT_FOUND)
          .name();
    }
    long amount = command.amount().cents();
    if (source < amount) {
      return Reason.INSUFFICIENT_BALANCE.name();
    }
    cents.put(command.source().value(), source - amount);
    cents.put(command.target().value(), target + amount);
    return "POSTED";
  }
}

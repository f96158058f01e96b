// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.domain.model.TransferOutcome.Refused;
import dev.onepass.domain.model.TransferOutcome.RequestIdReused;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Refusal.Reason;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import org.jspecify.annotations.Nullable;

/**
 * Decides a transfer, by the books alone. In order of precedence: a request id that was used before
 * gets its earlier answer, or is told that it means something else; an account that does not exist,
 * too little on the source, too much on the target are refused; else the money moves.
 */
final class TransferRules {

  private TransferRules() {}

  /** Decides the transfer and enters the decision in the books. */
  static TransferOutcome apply(TransferCommand command, GroupBooks books) {
    Recorded earlier = books.recorded(command.requestId());
    if (earlier != null) {
      return replay(command, earlier);
    }
    Balance source = books.balance(command.source());
    Balance target = books.balance(command.target());
    if (source == null) {
      return refuse(command, Reason.DEBIT_ACCOUNT_NOT_FOUND, null, books);
    }
    if (target == null) {
      return refuse(command, Reason.CREDIT_ACCOUNT_NOT_FOUND, source, books);
    }
    if (source.amount().isLessThan(command.amount())) {
      return refuse(command, Reason.INSUFFICIENT_BALANCE, source, books);
    }
    if (exceedsLimit(target, command.amount())) {
      return refuse(command, Reason.BALANCE_LIMIT, source, books);
    }
    return post(command, source, target, books);
  }

  /** Whether the account would hold more than any account may. */
  static boolean exceedsLimit(Balance balance, Money credit) {
    return Money.MAX.isLessThan(balance.amount().plus(credit));
  }

  private static TransferOutcome replay(TransferCommand command, Recorded earlier) {
    if (!earlier.isFor(command.source(), command.target(), command.amount())) {
      return new RequestIdReused(earlier);
    }
    return earlier instanceof Transfer transfer
        ? new Posted(transfer, true)
        : new Refused((Refusal) earlier, true);
  }

  private static TransferOutcome refuse(
      TransferCommand command, Reason reason, @Nullable Balance source, GroupBooks books) {
    Refusal refusal =
        new Refusal(
            command.requestId(),
            command.source(),
            command.target(),
            command.amount(),
            reason,
            source == null ? Money.ZERO : source.amount(),
            books.now());
    books.refuse(refusal);
    return new Refused(refusal, false);
  }

  private static TransferOutcome post(
      TransferCommand command, Balance source, Balance target, GroupBooks books) {
    Transfer transfer =
        new Transfer(
            command.requestId(),
            TransferKind.TRADE,
            command.source(),
            command.target(),
            command.amount(),
            source.minus(command.amount()),
            target.plus(command.amount()),
            books.now());
    books.post(transfer);
    return new Posted(transfer, false);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.data;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Builds a transfer from the balances before it. Without further word: one cent from the external
 * world to the new account 1. Not thread-safe.
 */
public final class TransferBuilder {

  private RequestId requestId = new RequestId("request-1");
  private TransferKind kind = TransferKind.TRADE;
  private @Nullable Balance debitBefore;
  private Balance creditBefore = Balance.none(new Uid(1));
  private Money amount = Money.ofCents(1);
  private Instant at = Instant.parse("2026-02-03T04:05:06.789Z");

  private TransferBuilder() {}

  public static TransferBuilder aTransfer() {
    return new TransferBuilder();
  }

  public TransferBuilder id(String id) {
    return id(new RequestId(id));
  }

  public TransferBuilder id(RequestId id) {
    this.requestId = id;
    return this;
  }

  public TransferBuilder kind(TransferKind newKind) {
    this.kind = newKind;
    return this;
  }

  public TransferBuilder from(Balance before) {
    this.debitBefore = before;
    return this;
  }

  public TransferBuilder to(Balance before) {
    this.creditBefore = before;
    return this;
  }

  public TransferBuilder cents(long cents) {
    this.amount = Money.ofCents(cents);
    return this;
  }

  public TransferBuilder at(Instant instant) {
    this.at = instant;
    return this;
  }

  /**
   * @throws IllegalArgumentException if the debited account holds less than the amount
   */
  public Transfer build() {
    Balance debitAfter = debitBefore == null ? null : debitBefore.minus(amount);
    return new Transfer(
        requestId,
        kind,
        debit(),
        creditBefore.uid(),
        amount,
        debitAfter,
        creditBefore.plus(amount),
        at);
  }

  /** The same request, refused. */
  public Refusal refused(Refusal.Reason reason) {
    Money available = debitBefore == null ? Money.ZERO : debitBefore.amount();
    return new Refusal(requestId, debit(), creditBefore.uid(), amount, reason, available, at);
  }

  private Uid debit() {
    return debitBefore == null ? Uid.EXTERNAL : debitBefore.uid();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;

/** {@code POST /onePass/userTrade}: one user pays another. Holds no thread while it waits. */
final class TradeHandler {

  private static final Money MIN = Money.ofCents(1);

  private static final SerializableString TRADED = new SerializedString("交易成功");
  private static final SerializableString SOURCE = new SerializedString("sourceUid");
  private static final SerializableString TARGET = new SerializedString("targetUid");
  private static final SerializableString AMOUNT = new SerializedString("amount");
  private static final SerializableString TIMESTAMP = new SerializedString("timestamp");
  private static final int BYTES = 140;

  private final OnePass onePass;
  private final Money max;

  TradeHandler(OnePass onePass, Money max) {
    this.onePass = onePass;
    this.max = max;
  }

  void trade(Exchange exchange) {
    TransferCommand command = command(exchange.idempotencyKey(), exchange);
    exchange.later(onePass.transferAsync(command), outcome -> answer(exchange, outcome));
  }

  private TransferCommand command(RequestId id, Exchange exchange) {
    byte[] body = Body.bytes(exchange, Body.SMALL_BYTES_MAX);
    TradeRequest usual = TradeRequest.readUsual(body);
    TradeRequest request = usual != null ? usual : Body.parse(exchange, body, TradeRequest.class);
    Uid source = Body.required("sourceUid", request.sourceUid());
    Uid target = Body.required("targetUid", request.targetUid());
    Money amount = Body.required("amount", request.amount());
    if (source.equals(target)) {
      throw Invalid.sameAccount();
    }
    if (amount.isLessThan(MIN) || max.isLessThan(amount)) {
      throw Invalid.amountRange("amount", MIN, max);
    }
    return new TransferCommand(id, source, target, amount);
  }

  private static void answer(Exchange exchange, TransferOutcome outcome) {
    if (outcome instanceof TransferOutcome.Posted posted) {
      markReplayed(exchange, posted.replayed());
      exchange.send(200, traded(exchange.requestId(), posted.transfer()));
    } else if (outcome instanceof TransferOutcome.Refused refused) {
      markReplayed(exchange, refused.replayed());
      throw refusal(refused.refusal());
    } else if (outcome instanceof TransferOutcome.RequestIdReused) {
      throw ApiException.of(ErrorCode.REQUEST_ID_REUSED);
    } else {
      throw ApiException.of(ErrorCode.IN_PROGRESS);
    }
  }

  private static void markReplayed(Exchange exchange, boolean replayed) {
    if (replayed) {
      exchange.setHeader("Idempotent-Replayed", "true");
    }
  }

  private static byte[] traded(String requestId, Transfer transfer) {
    return Answers.ok(
        TRADED,
        requestId,
        BYTES,
        json -> {
          json.writeStartObject();
          json.writeFieldName(SOURCE);
          json.writeNumber(transfer.debit().value());
          json.writeFieldName(TARGET);
          json.writeNumber(transfer.credit().value());
          json.writeFieldName(AMOUNT);
          json.writeNumber(transfer.amount().amount());
          json.writeFieldName(TIMESTAMP);
          json.writeNumber(transfer.at().getEpochSecond());
          json.writeEndObject();
        });
  }

  private static ApiException refusal(Refusal refusal) {
    return switch (refusal.reason()) {
      case DEBIT_ACCOUNT_NOT_FOUND ->
          ApiException.of(ErrorCode.ACCOUNT_NOT_FOUND).with("uid", refusal.debit());
      case CREDIT_ACCOUNT_NOT_FOUND ->
          ApiException.of(ErrorCode.ACCOUNT_NOT_FOUND).with("uid", refusal.credit());
      case INSUFFICIENT_BALANCE ->
          ApiException.of(ErrorCode.INSUFFICIENT_BALANCE)
              .with("available", refusal.available())
              .with("required", refusal.amount());
      case BALANCE_LIMIT -> ApiException.of(ErrorCode.BALANCE_LIMIT).with("uid", refusal.credit());
    };
  }
}

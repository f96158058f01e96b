// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import io.javalin.http.Context;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** {@code POST /onePass/userTrade}: one user pays another. Holds no thread while it waits. */
final class TradeHandler {

  private static final Money MIN = Money.ofCents(1);

  private final OnePass onePass;
  private final Money max;
  private final Executor executor;

  TradeHandler(OnePass onePass, Money max, Executor executor) {
    this.onePass = onePass;
    this.max = max;
    this.executor = executor;
  }

  private record Request(
      @Nullable Uid sourceUid, @Nullable Uid targetUid, @Nullable Money amount) {}

  private record Traded(Uid sourceUid, Uid targetUid, Money amount, long timestamp) {}

  void trade(Context context) {
    Exchange exchange = Exchange.of(context);
    TransferCommand command = command(exchange.idempotencyKey(), context);
    // The ledger's own thread must not be held up by a caller that reads slowly.
    context.future(
        () ->
            onePass
                .transferAsync(command)
                .toCompletableFuture()
                .thenAcceptAsync(outcome -> answer(context, exchange, outcome), executor));
  }

  private TransferCommand command(RequestId id, Context context) {
    Request request = Body.read(context, Request.class, Body.SMALL_BYTES_MAX);
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

  private void answer(Context context, Exchange exchange, TransferOutcome outcome) {
    if (outcome instanceof TransferOutcome.Posted posted) {
      markReplayed(context, posted.replayed());
      exchange.ok("交易成功", traded(posted.transfer()));
    } else if (outcome instanceof TransferOutcome.Refused refused) {
      markReplayed(context, refused.replayed());
      throw refusal(refused.refusal());
    } else if (outcome instanceof TransferOutcome.RequestIdReused) {
      throw ApiException.of(ErrorCode.REQUEST_ID_REUSED);
    } else {
      throw ApiException.of(ErrorCode.IN_PROGRESS);
    }
  }

  private static void markReplayed(Context context, boolean replayed) {
    if (replayed) {
      context.header("Idempotent-Replayed", "true");
    }
  }

  private static Traded traded(Transfer transfer) {
    return new Traded(
        transfer.debit(), transfer.credit(), transfer.amount(), transfer.at().getEpochSecond());
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

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.domain.OnePass;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /onePass/transfers}: the journal of one account, newest first. */
final class JournalHandler {

  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 1_000;

  private final OnePass onePass;

  JournalHandler(OnePass onePass) {
    this.onePass = onePass;
  }

  /**
   * @param next what to give as {@code after} to get the page that follows; null if this is the
   *     last
   */
  private record Page(Uid uid, List<Line> transfers, @Nullable Long next) {}

  /**
   * @param balance what the account held just after
   * @param version how many transfers the account had by then
   */
  private record Line(
      RequestId requestId,
      TransferKind kind,
      Uid sourceUid,
      Uid targetUid,
      Money amount,
      Money balance,
      long version,
      Instant at) {}

  void page(Exchange exchange) {
    Uid uid = Parameters.uid("uid", Body.required("uid", exchange.edge().query("uid")));
    long after = Parameters.number(exchange, "after", Long.MAX_VALUE);
    int limit = Parameters.limit(exchange, LIMIT, LIMIT_MAX);
    List<Line> lines =
        onePass.journal().page(uid, after, limit).stream().map(row -> line(uid, row)).toList();
    if (lines.isEmpty() && after == Long.MAX_VALUE && !hasBalance(uid)) {
      throw ApiException.of(ErrorCode.ACCOUNT_NOT_FOUND).with("uid", uid);
    }
    Long next = lines.size() < limit ? null : lines.get(limit - 1).version();
    exchange.ok(new Page(uid, lines, next));
  }

  /** A balance of 0.00 that was adopted has no journal, and is an account all the same. */
  private boolean hasBalance(Uid uid) {
    return onePass.balances().read(Set.of(uid)).containsKey(uid);
  }

  private static Line line(Uid uid, Transfer row) {
    // An account's own side is never the external world's, which alone has no balance.
    Balance own =
        row.credit().equals(uid) ? row.creditAfter() : Objects.requireNonNull(row.debitAfter());
    return new Line(
        row.requestId(),
        row.kind(),
        row.debit(),
        row.credit(),
        row.amount(),
        own.amount(),
        own.version(),
        row.at());
  }
}

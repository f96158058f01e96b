// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger's tables, row by row: how a value is read from its columns and written to them. */
final class LedgerRows {

  static final String BALANCE = "uid, amount, version";
  static final String TRANSFER =
      "credit_uid, credit_version, debit_uid, debit_version, amount, credit_after, debit_after,"
          + " kind, request_id, created_at";
  static final String TRANSFER_VALUES = "(?,?,?,?,?,?,?,?,?,?)";
  static final String REFUSAL =
      "request_id, debit_uid, credit_uid, amount, reason, available, created_at";
  static final String REFUSAL_VALUES = "(?,?,?,?,?,?,?)";

  private LedgerRows() {}

  static Balance balance(ResultSet row) throws SQLException {
    return new Balance(uid(row, "uid"), money(row, "amount"), row.getLong("version"));
  }

  static List<@Nullable Object> values(Balance balance) {
    return Arrays.asList(balance.uid().value(), balance.amount().amount(), balance.version());
  }

  static Transfer transfer(ResultSet row) throws SQLException {
    return new Transfer(
        new RequestId(row.getString("request_id")),
        TransferKind.valueOf(row.getString("kind")),
        uid(row, "debit_uid"),
        uid(row, "credit_uid"),
        money(row, "amount"),
        debitAfter(row),
        new Balance(
            uid(row, "credit_uid"), money(row, "credit_after"), row.getLong("credit_version")),
        Utc.required(row, "created_at"));
  }

  static List<@Nullable Object> values(Transfer transfer) {
    Balance debit = transfer.debitAfter();
    Balance credit = transfer.creditAfter();
    return Arrays.asList(
        transfer.credit().value(),
        credit.version(),
        transfer.debit().value(),
        debit == null ? null : debit.version(),
        transfer.amount().amount(),
        credit.amount().amount(),
        debit == null ? null : debit.amount().amount(),
        transfer.kind().name(),
        transfer.requestId().value(),
        Utc.column(transfer.at()));
  }

  static Refusal refusal(ResultSet row, String reason, String available) throws SQLException {
    return new Refusal(
        new RequestId(row.getString("request_id")),
        uid(row, "debit_uid"),
        uid(row, "credit_uid"),
        money(row, "amount"),
        Refusal.Reason.valueOf(row.getString(reason)),
        money(row, available),
        Utc.required(row, "created_at"));
  }

  static List<@Nullable Object> values(Refusal refusal) {
    return Arrays.asList(
        refusal.requestId().value(),
        refusal.debit().value(),
        refusal.credit().value(),
        refusal.amount().amount(),
        refusal.reason().name(),
        refusal.available().amount(),
        Utc.column(refusal.at()));
  }

  static Uid uid(ResultSet row, String column) throws SQLException {
    return new Uid(row.getLong(column));
  }

  static Money money(ResultSet row, String column) throws SQLException {
    return new Money(row.getBigDecimal(column));
  }

  private static @Nullable Balance debitAfter(ResultSet row) throws SQLException {
    BigDecimal amount = row.getBigDecimal("debit_after");
    return amount == null
        ? null
        : new Balance(uid(row, "debit_uid"), new Money(amount), row.getLong("debit_version"));
  }
}

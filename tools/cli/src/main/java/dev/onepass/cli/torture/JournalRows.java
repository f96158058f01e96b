// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.cli.torture.history.Entry;
import dev.onepass.ports.model.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads the journal past the servers. */
final class JournalRows {

  private JournalRows() {}

  /** All of it, in no order. */
  static List<Entry> read(Statement statement) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT request_id, amount, credit_uid, credit_version, credit_after, debit_uid,"
                + " debit_version, debit_after FROM transfers")) {
      while (rows.next()) {
        entries.add(entry(rows));
      }
    }
    return entries;
  }

  private static Entry entry(ResultSet row) throws SQLException {
    long amount = cents(row, "amount");
    Entry.Side credit =
        new Entry.Side(
            row.getLong("credit_uid"),
            row.getLong("credit_version"),
            amount,
            cents(row, "credit_after"));
    if (row.getObject("debit_version") == null) {
      return new Entry(row.getString("request_id"), List.of(credit));
    }
    Entry.Side debit =
        new Entry.Side(
            row.getLong("debit_uid"),
            row.getLong("debit_version"),
            -amount,
            cents(row, "debit_after"));
    return new Entry(row.getString("request_id"), List.of(debit, credit));
  }

  private static long cents(ResultSet row, String column) throws SQLException {
    return new Money(row.getBigDecimal(column)).cents();
  }
}

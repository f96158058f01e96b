// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at a {@code user_balances} that another program has made, and tells everything about it and
 * its neighbours that the ledger could not live with: first their shape, then the rows. Changes
 * nothing. Used by one thread, once.
 *
 * <p>Rows are looked at only in a table of the right shape: in a wrong type the questions about
 * them have no exact answers.
 */
final class BalancesInspection {

  private static final String TABLE =
      "SELECT table_type, engine FROM information_schema.tables"
          + " WHERE table_schema = DATABASE() AND table_name = 'user_balances'";
  private static final String FOREIGN_KEYS =
      "SELECT constraint_name FROM information_schema.table_constraints"
          + " WHERE table_schema = DATABASE() AND table_name = 'user_balances'"
          + " AND constraint_type = 'FOREIGN KEY'";
  private static final String TRIGGERS =
      "SELECT trigger_name FROM information_schema.triggers"
          + " WHERE event_object_schema = DATABASE() AND event_object_table = 'user_balances'";
  private static final String HAS_TRANSFERS =
      "SELECT 1 FROM information_schema.tables"
          + " WHERE table_schema = DATABASE() AND table_name = 'transfers'";
  private static final String HAS_TABLE_WITHOUT_COLUMN =
      "SELECT 1 FROM information_schema.tables AS t"
          + " WHERE t.table_schema = DATABASE() AND t.table_name = ? AND NOT EXISTS"
          + " (SELECT 1 FROM information_schema.columns AS c WHERE c.table_schema = DATABASE()"
          + " AND c.table_name = t.table_name AND c.column_name = ?)";

  /** The other tables that One-Pass makes, each with a column by which it knows its own. */
  private static final Map<String, String> OWN =
      ordered(
          "transfers", "credit_version",
          "refusals", "debit_uid",
          "audit_log", "detail",
          "batches", "fingerprint",
          "batch_items", "fence",
          "batch_backlog", "first_uid",
          "batch_counters", "shard",
          "cache_outages", "reports");

  private static final int EXAMPLES = 3;

  /** What no row may be, and how to say it. */
  private static final Map<String, String> BAD_ROWS =
      ordered(
          "uid <= 0 OR uid > 9223372036854775807", "have a uid that is not 1 to 2^63-1",
          "amount IS NULL", "have no amount (NULL)",
          "amount < 0", "have an amount below zero",
          "amount > 9999999999999.99", "have an amount above 9999999999999.99");

  private static final String VERSIONED =
      "version IS NULL OR version <> 0 AND NOT EXISTS (SELECT 1 FROM transfers"
          + " WHERE (credit_uid, credit_version) = (user_balances.uid, user_balances.version)"
          + " OR (debit_uid, debit_version) = (user_balances.uid, user_balances.version))";

  private final Connection connection;
  private final List<String> faults = new ArrayList<>();

  private BalancesInspection(Connection connection) {
    this.connection = connection;
  }

  /**
   * Tells what keeps the table from being adopted.
   *
   * @return a sentence for each fault, with column, first rows and what to do; empty if there is
   *     none, or no such table
   */
  static List<String> faults(Connection connection) throws SQLException {
    BalancesInspection inspection = new BalancesInspection(connection);
    inspection.look();
    return inspection.faults;
  }

  private void look() throws SQLException {
    namesakes();
    BalancesShape shape = BalancesShape.of(connection);
    if (!shape.isThere()) {
      return;
    }
    table();
    faults.addAll(shape.faults());
    if (shape.has("uid") && !shape.hasKeyOfUid()) {
      duplicates();
    }
    names(FOREIGN_KEYS, "the foreign key %s would refuse new accounts; drop it");
    names(TRIGGERS, "the trigger %s may change what is written; drop it");
    if (faults.isEmpty()) {
      rows(shape);
    }
  }

  private void namesakes() throws SQLException {
    for (Map.Entry<String, String> own : OWN.entrySet()) {
      try (PreparedStatement statement = connection.prepareStatement(HAS_TABLE_WITHOUT_COLUMN)) {
        statement.setString(1, own.getKey());
        statement.setString(2, own.getValue());
        try (ResultSet row = statement.executeQuery()) {
          if (row.next()) {
            faults.add(
                "the table %s beside it is another program's; rename it, or use a database of One-Pass's own"
                    .formatted(own.getKey()));
          }
        }
      }
    }
  }

  private void table() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLE);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return;
      }
      String engine = row.getString(2);
      if (!"BASE TABLE".equalsIgnoreCase(row.getString(1))) {
        faults.add("it is a " + row.getString(1) + ", not a table; rename it");
      } else if (!"InnoDB".equalsIgnoreCase(engine)) {
        faults.add(
            "its engine is %s, which has no transactions; run ALTER TABLE user_balances ENGINE=InnoDB"
                .formatted(engine));
      }
    }
  }

  private void duplicates() throws SQLException {
    found(
        "(SELECT uid FROM user_balances GROUP BY uid HAVING COUNT(*) > 1) AS twice",
        "are there more than once");
  }

  private void names(String query, String fault) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        faults.add(fault.formatted(row.getString(1)));
      }
    }
  }

  private void rows(BalancesShape shape) throws SQLException {
    for (Map.Entry<String, String> bad : BAD_ROWS.entrySet()) {
      found("user_balances WHERE " + bad.getKey(), bad.getValue());
    }
    if (shape.has("version")) {
      found(
          "user_balances WHERE " + (hasTransfers() ? VERSIONED : "version IS NULL OR version <> 0"),
          "have a version that no journal explains; rename the column if it is not One-Pass's");
    }
  }

  private void found(String from, String fault) throws SQLException {
    String sql = "SELECT uid, COUNT(*) OVER () FROM " + from + " ORDER BY uid LIMIT " + EXAMPLES;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      List<String> uids = new ArrayList<>();
      long count = 0;
      while (row.next()) {
        uids.add(row.getString(1));
        count = row.getLong(2);
      }
      if (count > 0) {
        faults.add(
            "%d rows %s: uid %s%s"
                .formatted(count, fault, String.join(", ", uids), count > EXAMPLES ? ", .." : ""));
      }
    }
  }

  private boolean hasTransfers() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HAS_TRANSFERS);
        ResultSet row = statement.executeQuery()) {
      return row.next();
    }
  }

  private static Map<String, String> ordered(String... keysAndValues) {
    Map<String, String> ordered = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      ordered.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return ordered;
  }
}

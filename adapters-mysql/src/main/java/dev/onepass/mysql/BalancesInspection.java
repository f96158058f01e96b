// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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
  private static final String COLUMNS =
      "SELECT column_name, data_type, column_type, numeric_precision, numeric_scale, is_nullable,"
          + " column_default, extra FROM information_schema.columns"
          + " WHERE table_schema = DATABASE() AND table_name = 'user_balances'"
          + " ORDER BY ordinal_position";
  private static final String UNIQUE_KEYS =
      "SELECT index_name, column_name FROM information_schema.statistics"
          + " WHERE table_schema = DATABASE() AND table_name = 'user_balances' AND non_unique = 0"
          + " ORDER BY index_name, seq_in_index";
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

  private static final int AMOUNT_DIGITS = 15;
  private static final int AMOUNT_SCALE = 2;
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

  private record Column(
      String type,
      String typeInFull,
      long precision,
      long scale,
      boolean nullable,
      boolean hasDefault,
      boolean generated) {

    /** Whether a row may be inserted without a word about this column, any number of times. */
    boolean fillsItself() {
      return nullable || hasDefault || generated;
    }
  }

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
    Map<String, Column> columns = columns();
    if (columns.isEmpty()) {
      return;
    }
    table();
    uid(columns);
    amount(columns);
    others(columns);
    uniqueKeys(columns);
    names(FOREIGN_KEYS, "the foreign key %s would refuse new accounts; drop it");
    names(TRIGGERS, "the trigger %s may change what is written; drop it");
    if (faults.isEmpty()) {
      rows(columns);
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

  private void uid(Map<String, Column> columns) {
    Column uid = columns.get("uid");
    if (uid == null) {
      faults.add("it has no column uid");
    } else if (!uid.type().equals("bigint")) {
      faults.add(
          "uid is %s, not BIGINT; run ALTER TABLE user_balances MODIFY uid BIGINT NOT NULL"
              .formatted(uid.typeInFull()));
    }
  }

  private void amount(Map<String, Column> columns) {
    Column amount = columns.get("amount");
    if (amount == null) {
      faults.add("it has no column amount");
    } else if (amount.generated()) {
      faults.add("amount is computed by the database, so that nothing can be written to it");
    } else if (!amount.type().equals("decimal")
        || amount.scale() != AMOUNT_SCALE
        || amount.precision() < AMOUNT_DIGITS) {
      faults.add(
          ("amount is %s, not DECIMAL(15,2), which holds every balance to the cent; make each a"
                  + " whole number of cents, then run ALTER TABLE user_balances MODIFY amount"
                  + " DECIMAL(15,2) NOT NULL DEFAULT 0.00")
              .formatted(amount.typeInFull()));
    }
  }

  private void others(Map<String, Column> columns) {
    Column version = columns.get("version");
    if (version != null && (!version.type().equals("bigint") || version.generated())) {
      faults.add(
          "it has a column version of its own, %s, a name that One-Pass needs; rename it"
              .formatted(version.typeInFull()));
    }
    if (!columns.containsKey("updated_at")) {
      faults.add(
          "it has no column updated_at; run ALTER TABLE user_balances ADD COLUMN updated_at"
              + " TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP");
    }
    columns.forEach(
        (name, column) -> {
          if (!List.of("uid", "amount", "version").contains(name) && !column.fillsItself()) {
            faults.add(
                "the column %s is NOT NULL without a default, so that no account can be added; give it a default"
                    .formatted(name));
          }
        });
  }

  private void uniqueKeys(Map<String, Column> columns) throws SQLException {
    Map<String, List<String>> keys = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(UNIQUE_KEYS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        keys.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
            .add(lower(row.getString(2)));
      }
    }
    List<String> primary = keys.getOrDefault("PRIMARY", List.of());
    if (!primary.equals(List.of("uid"))) {
      faults.add(
          "its primary key is %s, not uid; run ALTER TABLE user_balances %sADD PRIMARY KEY (uid)"
              .formatted(
                  primary.isEmpty() ? "missing" : String.join(", ", primary),
                  primary.isEmpty() ? "" : "DROP PRIMARY KEY, "));
    }
    keys.forEach(
        (name, of) -> {
          boolean repeats = of.stream().map(columns::get).noneMatch(c -> c != null && c.nullable());
          if (!name.equals("PRIMARY") && !of.contains("uid") && repeats) {
            faults.add(
                "the unique key %s on %s would refuse new accounts; drop it"
                    .formatted(name, String.join(", ", of)));
          }
        });
    if (!primary.equals(List.of("uid")) && columns.containsKey("uid")) {
      duplicates();
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

  private void rows(Map<String, Column> columns) throws SQLException {
    for (Map.Entry<String, String> bad : BAD_ROWS.entrySet()) {
      found("user_balances WHERE " + bad.getKey(), bad.getValue());
    }
    if (columns.containsKey("version")) {
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

  private Map<String, Column> columns() throws SQLException {
    Map<String, Column> columns = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String extra = lower(row.getString(8));
        columns.put(
            lower(row.getString(1)),
            new Column(
                lower(row.getString(2)),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                "YES".equalsIgnoreCase(row.getString(6)),
                row.getString(7) != null || extra.contains("auto_increment"),
                extra.contains("virtual") || extra.contains("stored")));
      }
    }
    return columns;
  }

  private boolean hasTransfers() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HAS_TRANSFERS);
        ResultSet row = statement.executeQuery()) {
      return row.next();
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> ordered(String... keysAndValues) {
    Map<String, String> ordered = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      ordered.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return ordered;
  }
}

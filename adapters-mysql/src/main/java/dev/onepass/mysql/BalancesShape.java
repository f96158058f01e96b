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
 * The columns and unique keys of a {@code user_balances} that is there, and what of them the ledger
 * could not live with. Used by one thread, once.
 */
final class BalancesShape {

  private static final String COLUMNS =
      "SELECT column_name, data_type, column_type, numeric_precision, numeric_scale, is_nullable,"
          + " column_default, extra FROM information_schema.columns"
          + " WHERE table_schema = DATABASE() AND table_name = 'user_balances'"
          + " ORDER BY ordinal_position";
  private static final String UNIQUE_KEYS =
      "SELECT index_name, column_name FROM information_schema.statistics"
          + " WHERE table_schema = DATABASE() AND table_name = 'user_balances' AND non_unique = 0"
          + " ORDER BY index_name, seq_in_index";
  private static final int AMOUNT_DIGITS = 15;
  private static final int AMOUNT_SCALE = 2;

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
  private final Map<String, Column> columns;
  private final Map<String, List<String>> uniqueKeys;
  private final List<String> faults = new ArrayList<>();

  private BalancesShape(Connection connection) throws SQLException {
    this.connection = connection;
    this.columns = columns();
    this.uniqueKeys = uniqueKeys();
  }

  static BalancesShape of(Connection connection) throws SQLException {
    BalancesShape shape = new BalancesShape(connection);
    if (shape.isThere()) {
      shape.uid();
      shape.amount();
      shape.others();
      shape.keys();
    }
    return shape;
  }

  /** Whether there is such a table at all. */
  boolean isThere() {
    return !columns.isEmpty();
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  /** Whether the database keeps each uid from being there twice. */
  boolean hasKeyOfUid() {
    return uniqueKeys.getOrDefault("PRIMARY", List.of()).equals(List.of("uid"));
  }

  List<String> faults() {
    return faults;
  }

  private void uid() {
    Column uid = columns.get("uid");
    if (uid == null) {
      faults.add("it has no column uid");
    } else if (!uid.type().equals("bigint")) {
      faults.add(
          "uid is %s, not BIGINT; run ALTER TABLE user_balances MODIFY uid BIGINT NOT NULL"
              .formatted(uid.typeInFull()));
    }
  }

  private void amount() {
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

  private void others() {
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

  private void keys() {
    if (!hasKeyOfUid()) {
      List<String> primary = uniqueKeys.getOrDefault("PRIMARY", List.of());
      faults.add(
          "its primary key is %s, not uid; run ALTER TABLE user_balances %sADD PRIMARY KEY (uid)"
              .formatted(
                  primary.isEmpty() ? "missing" : String.join(", ", primary),
                  primary.isEmpty() ? "" : "DROP PRIMARY KEY, "));
    }
    uniqueKeys.forEach(
        (name, of) -> {
          boolean repeats = of.stream().map(columns::get).noneMatch(c -> c != null && c.nullable());
          if (!name.equals("PRIMARY") && !of.contains("uid") && repeats) {
            faults.add(
                "the unique key %s on %s would refuse new accounts; drop it"
                    .formatted(name, String.join(", ", of)));
          }
        });
  }

  private Map<String, List<String>> uniqueKeys() throws SQLException {
    Map<String, List<String>> keys = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(UNIQUE_KEYS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        keys.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
            .add(lower(row.getString(2)));
      }
    }
    return keys;
  }

  private Map<String, Column> columns() throws SQLException {
    Map<String, Column> found = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String extra = lower(row.getString(8));
        found.put(
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
    return found;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}

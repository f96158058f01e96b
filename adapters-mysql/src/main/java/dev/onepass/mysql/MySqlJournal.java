// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.JournalTotal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the table of transfers, always along one of its keys. Thread-safe. */
final class MySqlJournal implements Journal {

  private static final int UIDS_PER_STATEMENT_MAX = 500;

  // Each half stops after the page's length, so the cost is the page's and not the account's.
  private static final String PAGE =
      """
      SELECT * FROM (
        (SELECT %1$s, credit_version AS version
           FROM transfers FORCE INDEX (PRIMARY)
          WHERE credit_uid = :uid AND credit_version < :before
          ORDER BY credit_version DESC LIMIT :limit)
        UNION ALL
        (SELECT %1$s, debit_version AS version
           FROM transfers FORCE INDEX (by_debit)
          WHERE debit_uid = :uid AND debit_version < :before
          ORDER BY debit_version DESC LIMIT :limit)
      ) AS page
      ORDER BY version DESC LIMIT :limit
      """
          .formatted(LedgerRows.TRANSFER);

  // One statement, and so one view of the data, at every isolation level.
  private static final String ADD_UP =
      """
      SELECT %s,
             (SELECT COALESCE(SUM(amount), 0) FROM transfers FORCE INDEX (PRIMARY)
               WHERE credit_uid = :uid) AS credits,
             (SELECT COALESCE(SUM(amount), 0) FROM transfers FORCE INDEX (by_debit)
               WHERE debit_uid = :uid) AS debits,
             (SELECT COALESCE(MAX(credit_version), 0) FROM transfers FORCE INDEX (PRIMARY)
               WHERE credit_uid = :uid) AS last_credit,
             (SELECT COALESCE(MAX(debit_version), 0) FROM transfers FORCE INDEX (by_debit)
               WHERE debit_uid = :uid) AS last_debit
        FROM user_balances FORCE INDEX (PRIMARY) WHERE uid = :uid
      """
          .formatted(LedgerRows.BALANCE);

  private static final String SWEPT =
      "SELECT credit_uid, amount, request_id FROM transfers FORCE INDEX (by_request)"
          + " WHERE kind = 'SWEEP' AND (";
  private static final String RANGE = "(request_id > ? AND request_id < ?)";
  private static final char FIRST_AFTER_DIGITS = ':';

  private final Database database;

  MySqlJournal(Database database) {
    this.database = database;
  }

  @Override
  public Optional<JournalTotal> addUp(Uid uid) {
    return database.query(
        "add up journal",
        handle ->
            handle
                .createQuery(ADD_UP)
                .bind("uid", uid.value())
                .map(
                    (row, context) ->
                        new JournalTotal(
                            LedgerRows.balance(row),
                            LedgerRows.money(row, "credits").minus(LedgerRows.money(row, "debits")),
                            Math.max(row.getLong("last_credit"), row.getLong("last_debit"))))
                .findOne());
  }

  @Override
  public List<Transfer> page(Uid uid, long beforeVersion, int limit) {
    if (uid.isExternal()) {
      return List.of();
    }
    return database.query(
        "page journal",
        handle ->
            handle
                .createQuery(PAGE)
                .bind("uid", uid.value())
                .bind("before", beforeVersion)
                .bind("limit", limit)
                .map((row, context) -> LedgerRows.transfer(row))
                .list());
  }

  @Override
  public Map<Uid, Money> swept(BatchId batch, Collection<Uid> uids) {
    List<Uid> all = List.copyOf(uids);
    Map<Uid, Money> swept = new HashMap<>();
    for (int from = 0; from < all.size(); from += UIDS_PER_STATEMENT_MAX) {
      int to = Math.min(from + UIDS_PER_STATEMENT_MAX, all.size());
      addSwept(batch, all.subList(from, to), swept);
    }
    return swept;
  }

  private void addSwept(BatchId batch, List<Uid> uids, Map<Uid, Money> swept) {
    List<String> bounds = new ArrayList<>();
    for (Uid uid : uids) {
      String prefix = prefix(batch, uid);
      bounds.add(prefix);
      bounds.add(prefix + FIRST_AFTER_DIGITS);
    }
    String ranges = String.join(" OR ", Collections.nCopies(uids.size(), RANGE));
    database.plain(
        "add up sweeps",
        connection -> {
          new Script()
              .then(SWEPT + ranges + ")", bounds, row -> addIfOf(batch, row, swept))
              .run(connection);
          return swept;
        });
  }

  // A batch id may itself contain colons, so that another batch's ids can begin with this prefix.
  private static void addIfOf(BatchId batch, ResultSet row, Map<Uid, Money> swept)
      throws SQLException {
    Uid uid = LedgerRows.uid(row, "credit_uid");
    String requestId = row.getString("request_id");
    String prefix = prefix(batch, uid);
    if (requestId.startsWith(prefix) && requestId.indexOf(':', prefix.length()) < 0) {
      swept.merge(uid, LedgerRows.money(row, "amount"), Money::plus);
    }
  }

  private static String prefix(BatchId batch, Uid uid) {
    return RequestId.sweepPrefix(batch) + uid + ":";
  }
}

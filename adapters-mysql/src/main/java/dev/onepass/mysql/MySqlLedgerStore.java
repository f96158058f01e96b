// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static java.util.stream.Collectors.toMap;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The books in MySQL. Thread-safe.
 *
 * <p>A ledger transaction of a large group is three round trips (read, write, commit); that of a
 * lone transfer is five short ones (read, balances, transfer, check, commit), which is faster.
 */
final class MySqlLedgerStore implements LedgerStore {

  private static final int UIDS_PER_STATEMENT_MAX = 1000;

  private static final String FIND =
      "SELECT " + LedgerRows.BALANCE + " FROM user_balances FORCE INDEX (PRIMARY) WHERE uid IN ";
  private static final String PAGE =
      "SELECT "
          + LedgerRows.BALANCE
          + " FROM user_balances FORCE INDEX (PRIMARY) WHERE uid > ? ORDER BY uid LIMIT ?";

  private final Database database;

  MySqlLedgerStore(Database database) {
    this.database = database;
  }

  @Override
  public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
    return database.transaction(
        "ledger transaction",
        connection -> {
          LockedRows locked = LockedRows.read(connection, reads);
          LedgerDecision.Decided<T> decided = decision.decide(locked.snapshot());
          new LedgerWriter(locked).write(connection, decided.changes());
          return decided.result();
        });
  }

  @Override
  public Map<Uid, Balance> balances(Collection<Uid> uids) {
    List<Long> values = uids.stream().map(Uid::value).distinct().sorted().toList();
    Map<Uid, Balance> found = new HashMap<>();
    for (int from = 0; from < values.size(); from += UIDS_PER_STATEMENT_MAX) {
      int to = Math.min(from + UIDS_PER_STATEMENT_MAX, values.size());
      List<Long> some = Script.padded(values.subList(from, to));
      found.putAll(
          read("find balances", FIND + Script.list(some.size()), some).stream()
              .collect(toMap(Balance::uid, Function.identity())));
    }
    return found;
  }

  @Override
  public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
    // No connection is held while the sink works.
    List<Balance> page = balancesAfter(Uid.EXTERNAL, pageSize);
    while (!page.isEmpty()) {
      sink.accept(page);
      page = balancesAfter(page.get(page.size() - 1).uid(), pageSize);
    }
  }

  private List<Balance> balancesAfter(Uid uid, int limit) {
    return read("page balances", PAGE, List.of(uid.value(), (long) limit));
  }

  private List<Balance> read(String what, String sql, List<Long> values) {
    return database.plain(
        what,
        connection -> {
          List<Balance> balances = new ArrayList<>();
          new Script()
              .then(sql, values, row -> balances.add(LedgerRows.balance(row)))
              .run(connection);
          return balances;
        });
  }
}

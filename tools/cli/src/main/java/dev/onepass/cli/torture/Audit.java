// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.cli.torture.history.Entry;
import dev.onepass.cli.torture.history.History;
import dev.onepass.ports.model.Money;
import dev.onepass.simulator.bank.AccountBook;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The books of the callers, the database, the servers with their cache and the third party, held
 * against each other at a moment when nothing is under way; and what callers were told meanwhile,
 * against the order of the journal.
 */
final class Audit {

  /** Seven seconds, and what a busy machine adds. */
  private static final Duration NOTICED = Duration.ofSeconds(15);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final World world;
  private final List<String> complaints = new ArrayList<>();

  private Audit(World world) {
    this.world = world;
  }

  /** Says all that is wrong; nothing, if all is well. */
  static List<String> complaints(World world, Testimony testimony, Map<Long, Long> funded)
      throws SQLException {
    Audit audit = new Audit(world);
    try (Connection connection = world.connect();
        Statement statement = connection.createStatement()) {
      audit.trades(statement, testimony.fates());
      audit.order(JournalRows.read(statement), testimony);
      Map<Long, Long> balances = audit.sums(statement, "SELECT uid, amount FROM user_balances");
      audit.journal(statement, balances);
      audit.sweeps(statement, funded);
      audit.servers(balances);
      audit.require(
          "the balances are all the money there was",
          sum(balances) == sum(funded),
          sum(balances) + " of " + sum(funded) + " cents");
      audit.require(
          "no balance is negative", balances.values().stream().allMatch(c -> c >= 0), "some are");
    }
    return audit.complaints;
  }

  /** Every trade that was told posted is in the journal, once and as it was meant; no other is. */
  private void trades(Statement statement, Map<Intent, Intent.Fate> fates) throws SQLException {
    Map<String, Intent> posted = new HashMap<>();
    fates.forEach(
        (intent, fate) -> {
          if (fate == Intent.Fate.POSTED) {
            posted.put(intent.key(), intent);
          }
        });
    int rowCount = 0;
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT request_id, debit_uid, credit_uid, amount FROM transfers"
                + " WHERE kind = 'TRADE'")) {
      while (rows.next()) {
        rowCount++;
        Intent row =
            new Intent(
                rows.getString(1),
                rows.getLong(2),
                rows.getLong(3),
                new Money(rows.getBigDecimal(4)).cents());
        require(
            "each trade in the journal is one that its caller was told of",
            row.equals(posted.get(row.key())),
            row + " is not");
      }
    }
    require(
        "each trade that a caller was told of is in the journal, once",
        rowCount == posted.size(),
        posted.size() + " told, " + rowCount + " rows");
  }

  /** What the database decided and told, and what each server told with the help of the cache. */
  private void order(List<Entry> journal, Testimony testimony) {
    complaints.addAll(
        History.complaintsOfAllTogether(journal, testimony.posted(), testimony.stored()));
    for (Node node : world.nodes()) {
      complaints.addAll(
          History.complaintsOfEachAlone(
              journal, testimony.postedAsKnownBy(node), testimony.cachedBy(node)));
    }
  }

  private void journal(Statement statement, Map<Long, Long> balances) throws SQLException {
    Map<Long, Long> journal =
        sums(
            statement,
            "SELECT uid, SUM(amount) FROM (SELECT credit_uid AS uid, amount FROM transfers UNION"
                + " ALL SELECT debit_uid, -amount FROM transfers WHERE debit_uid > 0) both_sides"
                + " GROUP BY uid");
    require("each balance is the sum of its journal", journal.equals(balances), "some are not");
  }

  /** What left an external account is what it held, and what the journal credits. */
  private void sweeps(Statement statement, Map<Long, Long> funded) throws SQLException {
    Map<Long, Long> credited =
        sums(
            statement,
            "SELECT credit_uid, SUM(amount) FROM transfers WHERE kind = 'SWEEP' GROUP BY"
                + " credit_uid");
    require("the journal credits what was outside", credited.equals(funded), "not all of it");
    Map<Long, Long> left = new HashMap<>();
    for (AccountBook account : world.thirdParty().books().accounts(0, funded.size())) {
      left.put(account.uid(), account.settledCents());
      require(
          "every external account is empty",
          account.balanceCents() == 0,
          account.uid() + " holds " + account.balanceCents() + " cents");
    }
    require("what left outside is what was credited", left.equals(credited), "it is not");
  }

  /**
   * What the servers say, from the cache if they have it there, is what the database has: at the
   * latest when they have noticed that one of them has died.
   */
  private void servers(Map<Long, Long> balances) {
    long end = System.nanoTime() + NOTICED.toNanos();
    for (Node node : world.nodes()) {
      boolean same = told(node, balances.keySet()).equals(balances);
      while (!same && System.nanoTime() < end) {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        same = told(node, balances.keySet()).equals(balances);
      }
      require("a server tells the balances", same, "some are others");
    }
  }

  private static Map<Long, Long> told(Node node, Set<Long> uids) {
    Map<Long, Long> told = new HashMap<>();
    node.client().balances(uids).forEach((uid, amount) -> told.put(uid, new Money(amount).cents()));
    return told;
  }

  private Map<Long, Long> sums(Statement statement, String query) throws SQLException {
    Map<Long, Long> cents = new HashMap<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        cents.put(rows.getLong(1), new Money(rows.getBigDecimal(2)).cents());
      }
    }
    return cents;
  }

  private void require(String rule, boolean holds, String otherwise) {
    if (!holds) {
      complaints.add(rule + ": " + otherwise);
    }
  }

  private static long sum(Map<Long, Long> cents) {
    return cents.values().stream().mapToLong(Long::longValue).sum();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.journal;

import dev.onepass.bench.lab.BenchDatabase;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Fills One-Pass's tables with accounts of ten sweeps each, as years of use would. */
final class FullBooks {

  static final int ROWS_PER_ACCOUNT = 10;

  /** Accounts in one statement: what five digits count. */
  private static final int CHUNK = 100_000;

  private static final String UIDS =
      "SELECT 1 + %d + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS uid"
          + " FROM digits a, digits b, digits c, digits e, digits f";
  private static final String BALANCES =
      "INSERT INTO user_balances (uid, amount, version)"
          + " SELECT uid, 1000000.00, 10 FROM (%s) u WHERE uid <= %d ORDER BY uid";
  private static final String TRANSFERS =
      "INSERT INTO transfers (credit_uid, credit_version, debit_uid, debit_version, amount,"
          + " credit_after, debit_after, kind, request_id, created_at)"
          + " SELECT uid, 1 + v.d, 0, NULL, 100000.00, (1 + v.d) * 100000.00, NULL, 'SWEEP',"
          + " LEFT(SHA2(CONCAT(uid, '-', v.d), 256), 36), '2020-01-01'"
          + " FROM (%s) u, digits v WHERE uid <= %d ORDER BY uid, v.d";

  private FullBooks() {}

  /**
   * @param accounts how many, each with {@link #ROWS_PER_ACCOUNT} rows of the journal
   */
  static void fill(BenchDatabase database, int accounts, Consumer<String> progress)
      throws SQLException {
    database.execute("CREATE TABLE digits (d INT NOT NULL PRIMARY KEY)");
    database.execute("INSERT INTO digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
    for (int from : IntStream.iterate(0, n -> n < accounts, n -> n + CHUNK).toArray()) {
      progress.accept("filling: %,d of %,d accounts".formatted(from, accounts));
      String uids = UIDS.formatted(from);
      database.execute(BALANCES.formatted(uids, accounts), TRANSFERS.formatted(uids, accounts));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.mysql.MySqlAdapter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BenchAccountsTest {

  @Test
  void areConservedUntilACentIsMadeOrLost() throws Exception {
    try (BenchDatabase database = BenchDatabase.open(null)) {
      BenchAccounts books = BenchAccounts.open(database);
      MySqlAdapter.connect(database.config()).close();
      PlainTransfers plain = PlainTransfers.on(database);
      plain.run(2, TradePattern.HOT, Duration.ofMillis(200));
      plain.requireConserved();
      books.requireConserved();

      database.execute("UPDATE plain_accounts SET amount = amount + 0.01 WHERE uid = 1");
      assertThatThrownBy(plain::requireConserved).hasMessageContaining("yardstick");

      database.execute("UPDATE user_balances SET amount = amount + 0.01 WHERE uid = 1");
      assertThatThrownBy(books::requireConserved).hasMessageContaining("all the money");
      database.execute("UPDATE user_balances SET amount = amount - 0.01 WHERE uid = 2");
      assertThatThrownBy(books::requireConserved).hasMessageContaining("journal");
    }
  }
}

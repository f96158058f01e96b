// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.Uids.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.JournalTotal;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.race.Race;
import dev.onepass.testkit.race.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many threads, few accounts. */
abstract class ContentionRules {

  private static final int THREADS = 64;
  private static final int TRANSFERS = 20;

  abstract MySqlAdapter mysql();

  @Test
  void sixtyFourThreadsBothWaysBetweenTwoAccountsStayExact() {
    Deposits.deposit(mysql().ledger(), "a", uid(1), 1_000_000);
    Deposits.deposit(mysql().ledger(), "b", uid(2), 1_000_000);

    Race.of(THREADS, thread -> () -> shuffle(thread));

    Map<Uid, Balance> balances = mysql().ledger().balances(List.of(uid(1), uid(2)));
    // Each even thread moves 3 cents a time from 1 to 2, each odd one 2 cents back.
    long moved = (3L - 2L) * TRANSFERS * THREADS / 2;
    long version = 1L + TRANSFERS * THREADS;
    assertThat(balances)
        .containsEntry(uid(1), new Balance(uid(1), Money.ofCents(1_000_000 - moved), version))
        .containsEntry(uid(2), new Balance(uid(2), Money.ofCents(1_000_000 + moved), version));
    assertThat(mysql().journal().page(uid(1), Long.MAX_VALUE, 10_000)).hasSize((int) version);
  }

  /** However long that takes, nobody waits for it, and it waits for nobody. */
  @Test
  void aJournalIsAddedUpWhileItsAccountIsLocked() {
    Deposits.deposit(mysql().ledger(), "a", uid(1), 100);
    LedgerReads reads = new LedgerReads(Set.of(uid(1)), Set.of(), Set.of());

    JournalTotal seen =
        mysql()
            .ledger()
            .transact(
                reads,
                locked ->
                    new LedgerDecision.Decided<>(
                        LedgerChanges.NONE,
                        Race.ahead(
                                Duration.ofMinutes(1),
                                () -> mysql().journal().addUp(uid(1)).orElseThrow())
                            .result()));

    assertThat(seen)
        .isEqualTo(new JournalTotal(new Balance(uid(1), Money.of("1"), 1), Money.of("1"), 1));
  }

  private boolean shuffle(int thread) {
    boolean even = thread % 2 == 0;
    for (int i = 0; i < TRANSFERS; i++) {
      String id = thread + ":" + i;
      Retry.onConflict(
          () ->
              Deposits.transfer(
                  mysql().ledger(), id, uid(even ? 1 : 2), uid(even ? 2 : 1), even ? 3 : 2));
    }
    return true;
  }
}

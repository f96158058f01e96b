// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.ports.model.Money;
import dev.onepass.testkit.fault.Fault;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the cache is told of transfers, and when. */
class LedgerCacheTest extends LedgerFixture {

  @Test
  void afterALostAnswerTheCacheLearnsTheBalancesAllTheSame() {
    done(transfer("before", alice, bob, "1.00"));
    faults.add("transact", Fault.ANSWER_LOST);

    outcomeInTime(transfer("a", alice, bob, "1.00"));

    assertThat(cache.view(List.of(bob)).get(bob).amount()).isEqualTo(Money.of("12.00"));
  }

  @Test
  void aDeadCacheFailsNoTransferAndIsAskedOnce() {
    faults.add("put", Collections.nCopies(100, Fault.REQUEST_LOST).toArray(Fault[]::new));
    faults.add("invalidate", Fault.REQUEST_LOST);

    assertThat(done(transfer("a", alice, bob, "1.00"))).isInstanceOf(Posted.class);
    assertThat(done(transfer("b", alice, bob, "1.00"))).isInstanceOf(Posted.class);

    assertThat(cache.isTrusted()).isFalse();
    assertThat(cache.view(List.of(bob))).isEmpty();
  }

  @Test
  void aCacheThatBeganAnewMeanwhileDoesNotLearnWhatMayBeOldNews() {
    store.beforeAnswer = cache::renew;

    done(transfer("a", alice, bob, "1.00"));

    assertThat(cache.view(List.of(bob))).isEmpty();
  }

  @Test
  void theCacheKnowsTheBalanceBeforeTheCallerIsTold() {
    var seen =
        transfer("a", alice, bob, "1.00")
            .thenApply(outcome -> cache.view(List.of(bob)).get(bob).amount());

    tasks.runAll();

    assertThat(outcome(seen)).isEqualTo(Money.of("11.00"));
  }
}

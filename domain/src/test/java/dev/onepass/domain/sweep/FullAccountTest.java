// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.memory.Fate;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Money for an account that cannot hold it is not taken, or waits in sight until it fits. */
@Timeout(60)
class FullAccountTest extends SweepFixture {

  private static final Uid FULL = new Uid(7);
  private static final Uid OTHER = new Uid(8);

  private OnePass sweep(String local, String outside) {
    Accounts.open(database.ledger(), FULL.value(), local);
    Accounts.open(database.ledger(), 9, "1.00");
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    deposit(FULL, Money.of(outside));
    deposit(OTHER, Money.of("12.34"));
    OnePass node = node("a");
    node.batches().start(BATCH, List.of(FULL, OTHER));
    time.advance(Duration.ofSeconds(30));
    return node;
  }

  private BatchItem item(OnePass node) {
    return node.batches().items(BATCH, null, Uid.EXTERNAL, 1).orElseThrow().get(0);
  }

  private void makeRoom(OnePass node) {
    for (int i = 0; i < 5; i++) {
      RequestId id = new RequestId("room-" + i);
      node.transferAsync(new TransferCommand(id, FULL, new Uid(9), Money.of("10000.00")));
      time.advance(Duration.ofMillis(10));
    }
    node.batches().resume(BATCH, ItemState.UNRESOLVED);
    time.advance(Duration.ofSeconds(30));
  }

  private Money local(OnePass node) {
    return node.balances().readPastCache(List.of(FULL, OTHER, new Uid(9))).values().stream()
        .map(balance -> balance.amount())
        .reduce(Money.ZERO, Money::plus);
  }

  @Test
  void nothingIsTakenForAnAccountThatIsFull() {
    OnePass node = sweep("9999999999990.00", "100.00");

    assertThat(thirdParty.total()).isEqualTo(Money.of("100.00"));
    assertThat(item(node).state()).isEqualTo(ItemState.UNRESOLVED);
    assertThat(item(node).note()).contains("holds 9999999999990.00", "cannot hold");
    assertThat(node.batches().status(BATCH).orElseThrow().progress().count(ItemState.SWEPT))
        .isEqualTo(1);

    makeRoom(node);

    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
    assertThat(node.batches().status(BATCH).orElseThrow().phase()).isEqualTo(Phase.FINISHED);
  }

  @Test
  void whatWasTakenAndDoesNotFitIsShownAndCreditedWhenItDoes() {
    OnePass node = sweep("9999999980000.00", "45000.37");
    Money inDoubt = item(node).inDoubt();

    assertThat(item(node).state()).isEqualTo(ItemState.UNRESOLVED);
    assertThat(item(node).note()).contains("cannot hold the ", "credited when it can");
    assertThat(inDoubt.isPositive()).isTrue();
    time.advance(Duration.ofMinutes(20));
    assertThat(item(node).attempts()).isBetween(2, 8);
    assertThat(item(node).inDoubt().isPositive()).isTrue();

    makeRoom(node);

    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
    assertThat(local(node)).isEqualTo(Money.of("9999999980001.00").plus(funded));
    assertThat(node.batches().status(BATCH).orElseThrow().phase()).isEqualTo(Phase.FINISHED);
    assertThat(node.batches().report(BATCH, Uid.EXTERNAL, 9).orElseThrow().isConserved()).isTrue();
  }

  @Test
  void itDoesNotKeepTheNodeFromStopping() {
    OnePass node = sweep("9999999980000.00", "45000.37");

    var stopped = node.stop().toCompletableFuture();
    time.advance(Duration.ofSeconds(5));

    assertThat(stopped).isCompleted();
  }
}

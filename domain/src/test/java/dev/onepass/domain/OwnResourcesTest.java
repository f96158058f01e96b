// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.model.BatchEnd;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.memory.InMemoryThirdParty;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One-Pass with what an embedder must give it, and no more. */
@Timeout(60)
class OwnResourcesTest {

  private static final Uid ANNA = new Uid(1);
  private static final Uid BEN = new Uid(2);
  private static final BatchId PAYDAY = new BatchId("payday-1");

  private final InMemoryThirdParty bank = new InMemoryThirdParty();
  private final OnePass onePass =
      OnePass.builder().storage(new MemoryDatabase().storage()).gateway(bank).build();

  private static TransferCommand order(String id) {
    return new TransferCommand(new RequestId(id), ANNA, BEN, Money.of("1.00"));
  }

  @Test
  void itSweepsAndTradesOnAClockAndThreadsOfItsOwn() {
    bank.deposit(ANNA, Money.of("5.00"));
    bank.deposit(BEN, Money.of("2.00"));
    onePass.start();
    onePass.batches().start(PAYDAY, List.of(ANNA, BEN));
    assertThat(onePass.batches().whenFinished(PAYDAY).toCompletableFuture().join())
        .isEqualTo(BatchEnd.FINISHED);

    assertThat(onePass.transfer(order("order-7"))).isInstanceOf(TransferOutcome.Posted.class);

    assertThat(onePass.balances().read(List.of(BEN)).get(BEN).amount()).isEqualTo(Money.of("3.00"));
    onePass.close();
    assertThat(onePass.state()).isEqualTo(OnePass.State.STOPPED);
  }

  @Test
  void itCanBeClosedAgainAndAfterAStop() {
    onePass.start();
    onePass.stop().toCompletableFuture().join();
    onePass.close();
    onePass.close();
    assertThat(onePass.state()).isEqualTo(OnePass.State.STOPPED);
  }

  @Test
  void whatWasNeverStartedCanBeClosed() {
    onePass.close();
    assertThat(onePass.state()).isEqualTo(OnePass.State.STOPPED);
  }

  @Test
  void ofWhatItHadNothingIsLeft() {
    onePass.start();
    onePass.transfer(order("order-8"));
    onePass.close();

    // Of other tests there may be some: these are waited for, and those of this one end.
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().matches("onepass-\\d+")) {
        assertThat(thread).satisfies(OwnResourcesTest::ends);
      }
    }
  }

  private static void ends(Thread thread) throws InterruptedException {
    thread.join(30_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void whatWaitsForATransferIsToldWhyItFailed() {
    onePass.close();
    assertThatThrownBy(() -> onePass.transfer(order("late")))
        .isInstanceOf(OverloadedException.class)
        .hasMessageContaining("nothing was done");
  }

  @Test
  void whatIsNeededIsNamed() {
    assertThatThrownBy(() -> OnePass.builder().gateway(bank).build()).hasMessage("storage");
    assertThatThrownBy(() -> OnePass.builder().storage(new MemoryDatabase().storage()).build())
        .hasMessage("gateway");
  }
}

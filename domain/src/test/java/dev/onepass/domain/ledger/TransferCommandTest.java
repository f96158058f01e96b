// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onepass.domain.model.TransferCommand;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import org.junit.jupiter.api.Test;

class TransferCommandTest {

  private static final RequestId ID = RequestId.ofCaller("id");
  private static final Uid ALICE = new Uid(1);
  private static final Uid BOB = new Uid(2);
  private static final Money CENT = Money.ofCents(1);

  @Test
  void oneCentBetweenTwoUsersIsFine() {
    assertThat(new TransferCommand(ID, ALICE, BOB, CENT).amount()).isEqualTo(CENT);
  }

  @Test
  void nothingAndLessThanNothingAreNoAmounts() {
    refuses(ID, ALICE, BOB, Money.ZERO, "above zero");
    refuses(ID, ALICE, BOB, Money.ofCents(-1), "above zero");
  }

  @Test
  void nobodyPaysThemselves() {
    refuses(ID, ALICE, ALICE, CENT, "same account");
  }

  @Test
  void theExternalWorldTakesNoPart() {
    refuses(ID, Uid.EXTERNAL, BOB, CENT, "uid");
    refuses(ID, ALICE, Uid.EXTERNAL, CENT, "uid");
  }

  @Test
  void aCallerCannotTakeTheIdOfASweep() {
    refuses(RequestId.ofSweep(new BatchId("b"), BOB, 1), ALICE, BOB, CENT, "onepass:");
  }

  private static void refuses(RequestId id, Uid source, Uid target, Money amount, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransferCommand(id, source, target, amount))
        .withMessageContaining(why);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import org.junit.jupiter.api.Test;

class BatchItemTest {

  private static final ItemKey KEY = new ItemKey(new BatchId("payday-1"), new Uid(1001));
  private static final Money TEN = Money.of("10.00");

  private static BatchItem item(ItemState state, long fence, String progress, String note) {
    return new BatchItem(KEY, state, fence, progress, 2, TEN, Money.ZERO, 5, 1, note);
  }

  @Test
  void progressIsNeverCut() {
    assertThat(item(ItemState.OPEN, 1, "p".repeat(2000), "").progress()).hasSize(2000);
    assertThatThrownBy(() -> item(ItemState.OPEN, 1, "p".repeat(2001), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2001 characters");
  }

  @Test
  void aNoteIsCut() {
    assertThat(item(ItemState.OPEN, 1, "", "n".repeat(300)).note()).isEqualTo("n".repeat(200));
  }

  @Test
  void noNumberIsNegative() {
    Money zero = Money.ZERO;
    assertThatThrownBy(() -> item(ItemState.OPEN, -1, "", "")).hasMessageContaining("negative");
    assertThatThrownBy(() -> new BatchItem(KEY, ItemState.OPEN, 0, "", -1, zero, zero, 0, 0, ""))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> new BatchItem(KEY, ItemState.OPEN, 0, "", 0, zero, zero, -1, 0, ""))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> new BatchItem(KEY, ItemState.OPEN, 0, "", 0, zero, zero, 0, -1, ""))
        .hasMessageContaining("negative");
  }

  @Test
  void aClaimChangesTheFenceAndNothingElse() {
    assertThat(item(ItemState.OPEN, 3, "progress", "why").claimed())
        .isEqualTo(item(ItemState.OPEN, 4, "progress", "why"));
  }

  @Test
  void whatIsOpenedAgainKeepsItsPast() {
    assertThat(item(ItemState.REJECTED, 3, "progress", "why").reopened())
        .isEqualTo(item(ItemState.OPEN, 4, "progress", ""));
  }

  @Test
  void whatIsFinalIsClosedUnlessThereIsSomethingToAskAgain() {
    assertThat(item(ItemState.SWEPT, 1, "", "").isClosed()).isTrue();
    assertThat(item(ItemState.SWEPT, 1, "stragglers", "").isClosed()).isFalse();
    assertThat(item(ItemState.OPEN, 1, "", "").isClosed()).isFalse();
    assertThat(item(ItemState.UNRESOLVED, 1, "", "").isClosed()).isFalse();
  }
}

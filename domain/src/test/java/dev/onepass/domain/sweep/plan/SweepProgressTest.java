// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.batch.BatchItem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepProgressTest {

  private static final SweepProgress START = SweepProgress.start(SweepPlan.binary(1_000_000), 0);

  /** Every second payment of a large account, so that no two are next to each other. */
  private static SweepProgress withStragglers(int count) {
    List<PaymentRef> refs =
        IntStream.range(0, count).mapToObj(i -> new PaymentRef(0, 0, 10_000 + 2 * i)).toList();
    return START.with(Stragglers.of(refs));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 100, 150, 5_000})
  void whatIsWrittenFitsItsColumnAndIsReadBack(int count) {
    SweepProgress progress = withStragglers(count);

    String text = progress.toString();

    assertThat(text).hasSizeLessThanOrEqualTo(BatchItem.PROGRESS_LENGTH_MAX);
    SweepProgress read = SweepProgress.parse(text);
    assertThat(read.with(Stragglers.NONE)).isEqualTo(START);
    List<PaymentRef> kept = read.stragglers().refs();
    assertThat(kept).isEqualTo(progress.stragglers().refs().subList(0, kept.size()));
    assertThat(kept.size()).isGreaterThanOrEqualTo(Math.min(count, 100));
  }

  @Test
  void thoseThatAreNextToEachOtherAllFit() {
    List<PaymentRef> refs =
        IntStream.range(0, 5_000).mapToObj(i -> new PaymentRef(0, 0, i)).toList();
    SweepProgress progress = START.with(Stragglers.of(refs).asked());

    assertThat(SweepProgress.parse(progress.toString())).isEqualTo(progress);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2:0|1|0/0", "some words", "", "0|1000000*,1|0/1", "0|x|0/0"})
  void whatCannotBeReadIsRefusedWithAReason(String text) {
    assertThatThrownBy(() -> SweepProgress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("it ");
  }
}

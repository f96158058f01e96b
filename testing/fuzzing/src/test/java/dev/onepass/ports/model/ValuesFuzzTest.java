// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/** Amounts and ids: what is read is what was written, exactly, or it is refused. */
class ValuesFuzzTest {

  @FuzzTest(maxDuration = "3m")
  void anAmountIsReadToTheCentOrNotAtAll(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    read(text, Money::of)
        .ifPresent(
            money -> {
              assertThat(money.amount()).isEqualByComparingTo(new BigDecimal(text));
              assertThat(money.toString()).matches("-?[0-9]{1,16}\\.[0-9]{2}");
              assertThat(Money.of(money.toString())).isEqualTo(money);
              assertThat(Money.ofCents(money.cents())).isEqualTo(money);
              assertThat(money.plus(Money.ZERO).minus(money)).isEqualTo(Money.ZERO);
            });
  }

  @FuzzTest(maxDuration = "3m")
  void anIdIsVisibleAsciiOrRefused(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    boolean visible = !text.isEmpty() && text.chars().allMatch(c -> '!' <= c && c <= '~');
    boolean reserved = text.startsWith(RequestId.RESERVED);

    assertThat(read(text, BatchId::new).map(BatchId::toString))
        .isEqualTo(Optional.of(text).filter(t -> visible && t.length() <= 64));
    assertThat(read(text, RequestId::ofCaller).map(RequestId::toString))
        .isEqualTo(Optional.of(text).filter(t -> visible && t.length() <= 128 && !reserved));
  }

  private static <T> Optional<T> read(String text, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "-0.00, 0.00",
    "1.5, 1.50",
    "1.50, 1.50",
    "1.5000000, 1.50",
    "0.01, 0.01",
    "-0.01, -0.01",
    "+7, 7.00",
    "1E3, 1000.00",
    "1.5E-1, 0.15",
    "100E-4, 0.01",
    "0E99, 0.00",
    "0.000, 0.00",
    "9999999999999999.99, 9999999999999999.99"
  })
  void anExactAmountHasTwoPlaces(String text, String shown) {
    assertThat(Money.of(text)).hasToString(shown);
    assertThat(Money.of(text).amount().scale()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "1.005", "-0.009", "1E-3", "100.501"})
  void whatIsFinerThanACentIsRefusedAndNotRounded(String text) {
    assertThatThrownBy(() -> Money.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("finer than a cent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10000000000000000", "-10000000000000000.00", "1E16", "1E+999999999"})
  void whatIsBeyondAllMeasureIsRefusedBeforeItIsExpanded(String text) {
    assertThatThrownBy(() -> Money.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("more than 16 digits before the point");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "abc", "1,50", "0x10", "NaN", "Infinity", "1.2.3", "1 "})
  void whatIsNoDecimalNumberIsRefused(String text) {
    assertThatThrownBy(() -> Money.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a decimal number");
  }

  @Test
  void equalAmountsAreEqualHoweverTheyWereWritten() {
    assertThat(Money.of("1.5")).isEqualTo(Money.of("1.50")).hasSameHashCodeAs(Money.of("1.50"));
    assertThat(new Money(new BigDecimal("15E-1"))).isEqualTo(Money.ofCents(150));
    assertThat(Money.of("1.5")).isNotEqualTo(Money.of("-1.5"));
  }

  @Test
  void centsAndBackIsTheSame() {
    for (long cents : new long[] {0, 1, -1, 99, 100, -12_345, 999_999_999_999_999L}) {
      assertThat(Money.ofCents(cents).cents()).isEqualTo(cents);
    }
    assertThat(Money.MAX.cents()).isEqualTo(999_999_999_999_999L);
  }

  @Test
  void sumsAndDifferencesAreExact() {
    assertThat(Money.of("0.10").plus(Money.of("0.20"))).isEqualTo(Money.of("0.30"));
    assertThat(Money.of("0.10").minus(Money.of("0.20"))).isEqualTo(Money.of("-0.10"));
    assertThat(Money.MAX.plus(Money.of("0.01"))).isEqualTo(Money.of("10000000000000.00"));
    assertThat(Money.of("5.00").minus(Money.of("5.00"))).isEqualTo(Money.ZERO);
  }

  @Test
  void theSignIsTold() {
    Money cent = Money.ofCents(1);
    Money minus = Money.ofCents(-1);
    assertThat(Money.ZERO.isZero()).isTrue();
    assertThat(cent.isZero()).isFalse();
    assertThat(cent.isPositive()).isTrue();
    assertThat(Money.ZERO.isPositive()).isFalse();
    assertThat(minus.isPositive()).isFalse();
    assertThat(minus.isNegative()).isTrue();
    assertThat(Money.ZERO.isNegative()).isFalse();
    assertThat(cent.isNegative()).isFalse();
  }

  @Test
  void amountsAreOrderedByValue() {
    assertThat(Money.of("9.99").isLessThan(Money.of("10"))).isTrue();
    assertThat(Money.of("10").isLessThan(Money.of("10.00"))).isFalse();
    assertThat(Money.of("10.01").isLessThan(Money.of("10"))).isFalse();
    assertThat(Money.of("-1").isLessThan(Money.ZERO)).isTrue();
    assertThat(Money.of("2")).isEqualByComparingTo(Money.of("2.0"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * An exact amount of the ledger's one currency, with two decimal places.
 *
 * <p>Never rounds: an amount finer than a cent is refused, because a rounded cent is a cent
 * somebody loses. May be negative. 1.5 and 1.50 are equal. Immutable.
 *
 * @param amount the amount; its scale is always 2
 */
public record Money(BigDecimal amount) implements Comparable<Money> {

  /** Decimal places, those of the column {@code DECIMAL(15,2)}. */
  public static final int SCALE = 2;

  /** Nothing. */
  public static final Money ZERO = new Money(BigDecimal.ZERO);

  /** The largest amount that a balance may reach: 9,999,999,999,999.99. */
  public static final Money MAX = new Money(new BigDecimal("9999999999999.99"));

  private static final int INTEGER_DIGITS_MAX = 16;

  /**
   * @throws IllegalArgumentException if finer than a cent, or of more than 16 digits before the
   *     point
   */
  public Money {
    requireNonNull(amount, "amount");
    // Checked before rescaling: "1E+999999999" is twelve bytes to send, gigabytes to expand.
    if (integerDigits(amount) > INTEGER_DIGITS_MAX) {
      throw new IllegalArgumentException("more than 16 digits before the point");
    }
    if (amount.scale() != SCALE) {
      BigDecimal stripped = amount.stripTrailingZeros();
      if (stripped.scale() > SCALE) {
        throw new IllegalArgumentException("finer than a cent");
      }
      amount = stripped.setScale(SCALE);
    }
  }

  /** The amount of that many cents. */
  public static Money ofCents(long cents) {
    return new Money(BigDecimal.valueOf(cents, SCALE));
  }

  /**
   * Reads a plain or scientific decimal, such as {@code "100.50"}.
   *
   * @throws IllegalArgumentException if it is no decimal number or no exact amount of cents
   */
  public static Money of(String decimal) {
    try {
      return new Money(new BigDecimal(decimal));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a decimal number", e);
    }
  }

  /** This amount in cents. */
  public long cents() {
    return amount.unscaledValue().longValueExact();
  }

  public Money plus(Money other) {
    return new Money(amount.add(other.amount));
  }

  public Money minus(Money other) {
    return new Money(amount.subtract(other.amount));
  }

  public boolean isZero() {
    return amount.signum() == 0;
  }

  public boolean isPositive() {
    return amount.signum() > 0;
  }

  public boolean isNegative() {
    return amount.signum() < 0;
  }

  public boolean isLessThan(Money other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Money other) {
    return amount.compareTo(other.amount);
  }

  /** The amount as a plain decimal with two places, such as {@code 100.50}. */
  @Override
  public String toString() {
    return amount.toPlainString();
  }

  private static long integerDigits(BigDecimal amount) {
    return amount.signum() == 0 ? 0 : (long) amount.precision() - amount.scale();
  }
}

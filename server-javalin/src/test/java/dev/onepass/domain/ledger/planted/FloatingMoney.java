// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger.planted;

import java.math.BigDecimal;

/** Planted: money is never a binary fraction, not even for a moment. */
public final class FloatingMoney {

  private FloatingMoney() {}

  public static int compare(BigDecimal one, BigDecimal other) {
    return one.doubleValue() < other.doubleValue() ? -1 : 1;
  }
}

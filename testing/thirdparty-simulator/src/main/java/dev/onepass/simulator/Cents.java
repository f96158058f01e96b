// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/** Amounts between the wire, where they are decimal numbers, and whole cents. Exact both ways. */
final class Cents {

  private Cents() {}

  /**
   * Reads the amount the parser stands on.
   *
   * @throws Refusal if it is no number, or not within {@code min} and {@code max} cents, or finer
   *     than a cent
   */
  static long read(JsonParser json, long min, long max) throws IOException, Refusal {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw new Refusal("amount must be a JSON number");
    }
    BigDecimal amount = decimal(json);
    // Compared before it is rescaled: 1E+999999999 is twelve bytes to send, gigabytes to expand.
    if (amount.compareTo(decimal(min)) < 0 || amount.compareTo(decimal(max)) > 0) {
      throw new Refusal("amount must be " + decimal(min) + " to " + decimal(max));
    }
    BigDecimal stripped = amount.stripTrailingZeros();
    if (stripped.scale() > 2) {
      throw new Refusal("amount has more than two decimals");
    }
    return stripped.movePointRight(2).longValueExact();
  }

  private static BigDecimal decimal(JsonParser json) throws IOException, Refusal {
    try {
      return json.getDecimalValue();
    } catch (NumberFormatException e) {
      // Valid JSON, but an exponent beyond what BigDecimal has.
      throw new Refusal("amount is no number that money could be");
    }
  }

  /** The amount with its two decimals. */
  static BigDecimal decimal(long cents) {
    return BigDecimal.valueOf(cents, 2);
  }
}

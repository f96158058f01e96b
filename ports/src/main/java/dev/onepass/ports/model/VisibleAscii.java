// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.model;

import static java.util.Objects.requireNonNull;

/**
 * The rule for ids: they go into logs, headers and keys as they are, so nothing else may be in
 * them.
 */
final class VisibleAscii {

  private VisibleAscii() {}

  static void require(String what, String value, int lengthMax) {
    requireNonNull(value, what);
    if (value.isBlank()) {
      throw new IllegalArgumentException(what + " is blank");
    }
    if (value.length() > lengthMax) {
      throw new IllegalArgumentException(what + " is longer than " + lengthMax + " characters");
    }
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(what + " has a character that is not visible ASCII");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a balance is kept: {@code generation|version|amount} under {@code
 * onepass:balance:uid}; the amount is missing where only the version is known to have been reached.
 * The generation in the value forgets all balances at once, and one MGET still reads everything.
 */
final class BalanceEntry {

  private static final int FIELDS = 3;

  /** What the key begins with, after the partition's prefix. */
  static final String PREFIX = "balance:";

  private BalanceEntry() {}

  /** The part of the key that follows the partition's prefix. */
  static String name(Uid uid) {
    return PREFIX + uid;
  }

  /** The balance in an entry, if it has one of this generation. */
  static Optional<Balance> read(Uid uid, @Nullable String entry, String generation) {
    if (entry == null || !entry.startsWith(generation + "|")) {
      return Optional.empty();
    }
    String[] fields = entry.split("\\|", -1);
    if (fields.length != FIELDS || fields[2].isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Balance(uid, Money.of(fields[2]), Long.parseLong(fields[1])));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.race;

import dev.onepass.ports.error.ConflictException;
import java.util.function.Supplier;

/** Repeats what was rolled back for another transaction's sake, as every caller has to. */
public final class Retry {

  private static final int ATTEMPTS_MAX = 1_000;

  private Retry() {}

  /**
   * @throws ConflictException if it still conflicts after a thousand attempts
   */
  public static <T> T onConflict(Supplier<T> transaction) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.get();
      } catch (ConflictException e) {
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }
}

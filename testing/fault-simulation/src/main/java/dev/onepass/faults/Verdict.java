// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one run.
 *
 * @param seed repeats it
 * @param steps how many steps it took
 * @param virtualNanos how long it was for those in it
 * @param digest stands for all that happened: the same for the same seed and code
 * @param occurrences what was met on the way
 * @param violation what was not as it must always be; null if nothing
 */
public record Verdict(
    long seed,
    long steps,
    long virtualNanos,
    long digest,
    Occurrences occurrences,
    @Nullable Violation violation) {

  /**
   * The first thing that was not as it must always be.
   *
   * @param step in which step it showed
   * @param what in words
   * @param last the last things that happened before, oldest first
   */
  public record Violation(long step, String what, List<String> last) {}

  /** Whether everything was as it must be, to the end. */
  public boolean holds() {
    return violation == null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.thirdparty.PayAnswer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The fate of one payment call on its way to {@link InMemoryThirdParty} and back. Immutable.
 *
 * @param appliedIn when it reaches the third party's books, counted from the call; null for never
 * @param answer what the caller hears instead of the truth; null for the truth
 * @param answeredIn when the caller hears it, counted from the call
 */
public record Fate(@Nullable Duration appliedIn, @Nullable PayAnswer answer, Duration answeredIn) {

  /** It arrives, and is answered at once. */
  public static final Fate FAIR = new Fate(Duration.ZERO, null, Duration.ZERO);

  /**
   * @throws IllegalArgumentException if the truth is to be answered before there is one
   */
  public Fate {
    if (answer == null && (appliedIn == null || appliedIn.compareTo(answeredIn) > 0)) {
      throw new IllegalArgumentException("the truth is known once applied: " + appliedIn);
    }
  }

  /** It arrives, and is answered after a while. */
  public static Fate slow(Duration answeredIn) {
    return new Fate(Duration.ZERO, null, answeredIn);
  }

  /** It never arrives, and the caller is left in doubt. */
  public static Fate lostOnTheWay(PayAnswer.Cause cause) {
    return new Fate(null, inDoubt(cause), Duration.ZERO);
  }

  /** It is applied, yet the caller is left in doubt. */
  public static Fate answerLost(PayAnswer.Cause cause) {
    return new Fate(Duration.ZERO, inDoubt(cause), Duration.ZERO);
  }

  /** It is applied long after the caller gave up waiting. */
  public static Fate appliedLate(Duration timeout, Duration appliedIn) {
    return new Fate(appliedIn, inDoubt(PayAnswer.Cause.TIMEOUT), timeout);
  }

  /** It is turned away for being one too many. */
  public static Fate throttled(Duration retryAfter) {
    return new Fate(null, new PayAnswer.Throttled(retryAfter), Duration.ZERO);
  }

  private static PayAnswer inDoubt(PayAnswer.Cause cause) {
    return new PayAnswer.InDoubt(cause, "scripted: " + cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import dev.onepass.ports.model.Texts;
import java.time.Instant;

/**
 * Says why a batch does not go on at the moment. Immutable.
 *
 * @param reason for people, at most {@link #REASON_LENGTH_MAX} characters; a longer one is cut
 * @param since when this began
 * @param attempts how often in a row it has been tried in vain
 * @param nextTry when it will be tried again
 */
public record Waiting(String reason, Instant since, int attempts, Instant nextTry) {

  /** The longest reason that stores must keep. */
  public static final int REASON_LENGTH_MAX = 300;

  public Waiting {
    reason = Texts.cut(reason, REASON_LENGTH_MAX);
  }
}

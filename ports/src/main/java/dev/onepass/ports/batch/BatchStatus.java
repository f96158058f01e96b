// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A batch as people see it while it runs.
 *
 * @param batch what was accepted
 * @param progress how far it is
 * @param phase what is being done
 * @param inFlight payment calls in flight at this moment, on the node that reports
 * @param concurrency payment calls that may be in flight, on the node that reports
 * @param answersPerSecond what the payment calls of a second came to of late, on the node that
 *     reports
 * @param eta how long it will still take at this rate; null if nobody can tell
 * @param waiting why it does not go on, or not as it should; null while nothing is known to be in
 *     its way
 */
public record BatchStatus(
    Batch batch,
    BatchProgress progress,
    Phase phase,
    int inFlight,
    int concurrency,
    AnswerRates answersPerSecond,
    @Nullable Duration eta,
    @Nullable Waiting waiting) {

  /** What a batch is at. */
  public enum Phase {
    /** Accepted; the third party has not yet confirmed its begin. */
    BEGINNING,
    /** As many calls as the third party bears. */
    FAST,
    /** A few calls, for what the fast phase left. */
    SLOW,
    /** Only unresolved items are left; each is tried again when its pause is over. */
    WAITING,
    /** All items are final; the third party has not yet confirmed the finish. */
    FINISHING,
    FINISHED
  }
}

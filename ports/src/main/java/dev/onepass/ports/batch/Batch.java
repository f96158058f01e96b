// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import dev.onepass.ports.model.BatchId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A batch: for every account in it, everything that the external account holds is to be moved into
 * the local one.
 *
 * @param id the caller's name for it
 * @param fingerprint stands for the set of its uids: two batches with equal fingerprints have equal
 *     sets
 * @param total how many accounts
 * @param acceptedAt when it was accepted
 * @param begunAt when the third party confirmed the begin call; null before
 * @param finishedAt when the third party confirmed the finish call; null before
 * @param secondLook whether it is finished, and some of its payments are to be asked for again: its
 *     numbers may grow
 * @param waiting why it does not go on at the moment; null if nothing stands in its way as a whole
 */
public record Batch(
    BatchId id,
    String fingerprint,
    long total,
    Instant acceptedAt,
    @Nullable Instant begunAt,
    @Nullable Instant finishedAt,
    boolean secondLook,
    @Nullable Waiting waiting) {

  /** Returns a batch as it is accepted: nothing has been done for it. */
  public static Batch accepted(BatchId id, String fingerprint, long total, Instant at) {
    return new Batch(id, fingerprint, total, at, null, null, false, null);
  }

  public boolean isFinished() {
    return finishedAt != null;
  }
}

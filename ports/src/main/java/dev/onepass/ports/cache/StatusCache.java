// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.cache;

import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.model.BatchId;
import java.util.Optional;

/**
 * Remembers what batches look like, so that those who poll for progress spare the database and see
 * what the node that works on the batch sees.
 *
 * <p>Thread-safe; may block for one round trip. Every method throws {@link
 * dev.onepass.ports.error.UnavailableException} if no answer came. Checked by {@code
 * StatusCacheContract}.
 */
public interface StatusCache {

  /** The status last put, unless it was forgotten: a few seconds for a running batch. */
  Optional<BatchStatus> get(BatchId batch);

  /** Keeps a status: for 24 hours if the batch is finished, for 5 seconds otherwise. */
  void put(BatchStatus status);
}

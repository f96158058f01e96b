// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;

/** One account of one batch. Ordered by batch, then uid, which is the order locks are taken in. */
public record ItemKey(BatchId batch, Uid uid) implements Comparable<ItemKey> {

  @Override
  public int compareTo(ItemKey other) {
    int byBatch = batch.compareTo(other.batch);
    return byBatch != 0 ? byBatch : uid.compareTo(other.uid);
  }
}

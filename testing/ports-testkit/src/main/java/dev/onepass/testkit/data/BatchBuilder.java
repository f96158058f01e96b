// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.data;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a batch: by default of no account, neither begun nor finished. Not thread-safe. */
public final class BatchBuilder {

  private final BatchId id;
  private String fingerprint = "fingerprint";
  private long total;
  private Instant acceptedAt = Instant.parse("2026-02-03T04:05:06.789Z");
  private @Nullable Instant begunAt;
  private @Nullable Instant finishedAt;
  private boolean secondLook;

  private BatchBuilder(BatchId id) {
    this.id = id;
  }

  public static BatchBuilder aBatch(String id) {
    return new BatchBuilder(new BatchId(id));
  }

  public BatchBuilder fingerprint(String text) {
    this.fingerprint = text;
    return this;
  }

  public BatchBuilder of(List<Uid> uids) {
    this.total = uids.size();
    return this;
  }

  public BatchBuilder acceptedAt(Instant at) {
    this.acceptedAt = at;
    return this;
  }

  public BatchBuilder begunAt(Instant at) {
    this.begunAt = at;
    return this;
  }

  public BatchBuilder finishedAt(Instant at) {
    this.finishedAt = at;
    return this;
  }

  /** Some of its payments are to be asked for again. */
  public BatchBuilder dueForSecondLook() {
    this.secondLook = true;
    return this;
  }

  public Batch build() {
    return new Batch(id, fingerprint, total, acceptedAt, begunAt, finishedAt, secondLook, null);
  }
}

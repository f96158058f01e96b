// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.model.Money;
import java.util.List;

/**
 * Compares what a batch took outside with what the journal credited for it.
 *
 * @param batch which
 * @param progress the whole batch in numbers; its counts add up to the batch's total
 * @param lines a page of its accounts, by ascending uid
 */
public record ConservationReport(Batch batch, BatchProgress progress, List<Line> lines) {

  /**
   * One account.
   *
   * @param item what the sweep says of it: {@code swept} is what was taken outside
   * @param credited what the journal says was credited to it for this batch
   */
  public record Line(BatchItem item, Money credited) {

    public boolean isConserved() {
      return item.swept().equals(credited);
    }
  }

  /** Whether every line of this page is conserved and the counts add up. */
  public boolean isConserved() {
    long counted = progress.counts().values().stream().mapToLong(Long::longValue).sum();
    return counted == batch.total() && lines.stream().allMatch(Line::isConserved);
  }
}

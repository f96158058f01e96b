// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.List;

/**
 * The differences between a batch's journal and the third party's statement. Immutable.
 *
 * @param batch which
 * @param accounts how many were compared
 * @param payments how many of the statement are the batch's
 * @param foreign how many are not
 * @param findings the accounts that do not agree, by ascending uid
 */
public record ReconciliationReport(
    BatchId batch, long accounts, long payments, long foreign, List<Finding> findings) {

  public ReconciliationReport {
    findings = List.copyOf(findings);
  }

  /** What is the matter with an account. */
  public enum Verdict {
    /** Both sides say the same. */
    AGREES,
    /** It is being swept, or some of its payments are about to be asked for again: too early. */
    UNDER_WAY,
    /** More has settled outside than was credited here. */
    MISSING_HERE,
    /** It was so, and has been credited. */
    CREDITED,
    /** More was credited here than the statement has: it is not complete, or something is wrong. */
    MISSING_THERE
  }

  /**
   * An account that does not agree.
   *
   * @param settled what the statement adds up to, of the batch's payments
   * @param credited what the journal had credited for the batch
   */
  public record Finding(Uid uid, Money settled, Money credited, Verdict verdict) {}

  /** Whether nothing is left to be done or found out. */
  public boolean isReconciled() {
    return findings.stream().allMatch(finding -> finding.verdict() == Verdict.CREDITED);
  }
}

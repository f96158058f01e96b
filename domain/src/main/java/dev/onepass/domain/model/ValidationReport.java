// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account's balances as they were found, before anything was repaired.
 *
 * @param expected what the caller thinks it is
 * @param stored what the database says
 * @param journal what the account's transfers add up to
 * @param cached what the cache says; null if it does not know the account or does not answer
 * @param valid whether all of these agree; a cached balance that is newer than the one examined
 *     does not count
 * @param repaired what was then made to follow the journal
 */
public record ValidationReport(
    Uid uid,
    Money expected,
    Money stored,
    Money journal,
    @Nullable Money cached,
    boolean valid,
    List<Repair> repaired) {

  public ValidationReport {
    repaired = List.copyOf(repaired);
  }

  /** What can be repaired. */
  public enum Repair {
    STORED_BALANCE,
    CACHED_BALANCE
  }
}

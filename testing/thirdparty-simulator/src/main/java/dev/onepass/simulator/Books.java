// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import dev.onepass.simulator.bank.AccountBook;
import dev.onepass.simulator.bank.Bank;
import dev.onepass.simulator.bank.BankTotals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The simulator's books, read live: every method tells the state of this moment. Thread-safe. */
public final class Books {

  private final Bank bank;
  private final CallCounts counts;
  private final Batches batches;

  Books(Bank bank, CallCounts counts, Batches batches) {
    this.bank = bank;
    this.counts = counts;
    this.batches = batches;
  }

  /** The sums over all accounts; milliseconds of work for a million of them. */
  public BankTotals totals() {
    return bank.totals();
  }

  /** One account, or empty if there is no such account. */
  public Optional<AccountBook> account(long uid) {
    return bank.account(uid);
  }

  /** The next {@code limit} accounts above the uid {@code after}, by uid. */
  public List<AccountBook> accounts(long after, int limit) {
    return bank.accounts(after, limit);
  }

  /** How many pay calls were answered without a fault, by {@link Answer#key()}. */
  public Map<String, Long> answers() {
    return counts.answers();
  }

  /** How many pay calls met a fault that the client could see, by {@link Fault#key()}. */
  public Map<String, Long> faults() {
    return counts.faults();
  }

  /** How many pay calls have come to their end, with an answer or without. */
  public long calls() {
    return sum(counts.answers()) + sum(counts.faults());
  }

  /** The ids of the batches that were begun. */
  public Set<String> batchesBegun() {
    return batches.begun();
  }

  /** The ids of the batches that were finished. */
  public Set<String> batchesFinished() {
    return batches.finished();
  }

  /** How many transaction ids are remembered, those found insufficient included. */
  public long rememberedIds() {
    return bank.rememberedIds();
  }

  /** How many bytes of memory these ids take. */
  public long rememberedBytes() {
    return bank.rememberedBytes();
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}

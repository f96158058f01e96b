// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports;

import static java.util.Objects.requireNonNull;

import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import org.jspecify.annotations.Nullable;

/**
 * The ports that one database serves. All of them must be of the same database: a transaction of
 * the ledger writes items of batches as well. Immutable.
 *
 * @param ledger balances and transfers, in transactions
 * @param journal what was posted, to be read
 * @param batches the batches
 * @param items the accounts of the batches
 * @param cacheOutages where servers that share a cache tell each other that they have lost it; null
 *     if one server is alone with its cache, or has none
 */
public record Storage(
    LedgerStore ledger,
    Journal journal,
    BatchStore batches,
    ItemStore items,
    @Nullable CacheOutages cacheOutages) {

  public Storage {
    requireNonNull(ledger, "ledger");
    requireNonNull(journal, "journal");
    requireNonNull(batches, "batches");
    requireNonNull(items, "items");
  }

  /** The same with another ledger in front: one that counts, for example. */
  public Storage withLedger(LedgerStore other) {
    return new Storage(other, journal, batches, items, cacheOutages);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.model.BatchId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that no call was made for as yet, in the order in which they came; the batches take
 * turns, so that a small one does not wait for a large one. Not thread-safe.
 */
final class FreshAccounts {

  private final Map<BatchId, Set<SweptAccount>> byBatch = new HashMap<>();
  private final Deque<BatchId> turns = new ArrayDeque<>();
  private int size;

  void add(SweptAccount account) {
    BatchId batch = account.key().batch();
    Set<SweptAccount> accounts = byBatch.get(batch);
    if (accounts == null) {
      accounts = new LinkedHashSet<>();
      byBatch.put(batch, accounts);
      turns.add(batch);
    }
    if (accounts.add(account)) {
      size++;
    }
  }

  /** Takes the next; null if there is none. */
  @Nullable SweptAccount poll() {
    BatchId batch = turns.peek();
    Set<SweptAccount> accounts = batch == null ? null : byBatch.get(batch);
    if (batch == null || accounts == null) {
      return null;
    }
    SweptAccount first = accounts.iterator().next();
    remove(first);
    if (turns.remove(batch)) {
      turns.add(batch);
    }
    return first;
  }

  void remove(SweptAccount account) {
    BatchId batch = account.key().batch();
    Set<SweptAccount> accounts = byBatch.get(batch);
    if (accounts != null && accounts.remove(account)) {
      size--;
      if (accounts.isEmpty()) {
        byBatch.remove(batch);
        turns.remove(batch);
      }
    }
  }

  int size() {
    return size;
  }

  int size(BatchId batch) {
    Set<SweptAccount> accounts = byBatch.get(batch);
    return accounts == null ? 0 : accounts.size();
  }
}

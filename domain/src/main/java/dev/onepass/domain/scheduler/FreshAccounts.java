// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.domain.sweep.account.SweptAccount;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that no call was made for as yet, in the order in which they came; the batches take
 * turns, so that a small one does not wait for a large one. Not thread-safe.
 */
final class FreshAccounts {

  private final Turns<Set<SweptAccount>> batches = new Turns<>();
  private int size;

  void add(SweptAccount account) {
    Set<SweptAccount> accounts = batches.get(account.standing().arrival());
    if (accounts == null) {
      accounts = new LinkedHashSet<>();
      batches.add(account.standing().arrival(), accounts);
    }
    if (accounts.add(account)) {
      size++;
    }
  }

  /** Takes the next; null if there is none. */
  @Nullable SweptAccount poll() {
    return first(batches.next());
  }

  /** Takes the next of the newest batch; null if there is none. */
  @Nullable SweptAccount pollNewest() {
    return first(batches.newest());
  }

  private @Nullable SweptAccount first(@Nullable Set<SweptAccount> accounts) {
    if (accounts == null) {
      return null;
    }
    SweptAccount first = accounts.iterator().next();
    remove(first);
    return first;
  }

  /** Takes all of a batch. */
  Set<SweptAccount> pollAll(Standing batch) {
    Set<SweptAccount> accounts = batches.get(batch.arrival());
    if (accounts == null) {
      return Set.of();
    }
    batches.remove(batch.arrival());
    size -= accounts.size();
    return accounts;
  }

  void remove(SweptAccount account) {
    long batch = account.standing().arrival();
    Set<SweptAccount> accounts = batches.get(batch);
    if (accounts != null && accounts.remove(account)) {
      size--;
      if (accounts.isEmpty()) {
        batches.remove(batch);
      }
    }
  }

  int size() {
    return size;
  }

  int size(Standing batch) {
    Set<SweptAccount> accounts = batches.get(batch.arrival());
    return accounts == null ? 0 : accounts.size();
  }
}

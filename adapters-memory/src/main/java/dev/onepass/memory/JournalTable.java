// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Transfers and refusals. Only ever added to. Not thread-safe: part of {@link Tables}. */
final class JournalTable {

  private final Map<RequestId, Recorded> byRequest = new HashMap<>();
  private final Map<Uid, NavigableMap<Long, Transfer>> byAccount = new HashMap<>();

  Optional<Recorded> find(RequestId id) {
    return Optional.ofNullable(byRequest.get(id));
  }

  /** An account's transfers by the version they left it at. */
  NavigableMap<Long, Transfer> of(Uid uid) {
    return Collections.unmodifiableNavigableMap(byAccount.getOrDefault(uid, new TreeMap<>()));
  }

  /** Credits less debits, of the entries after a version. */
  Money total(Uid uid, long afterVersion) {
    Money total = Money.ZERO;
    for (Transfer transfer : of(uid).tailMap(afterVersion, false).values()) {
      total =
          transfer.credit().equals(uid)
              ? total.plus(transfer.amount())
              : total.minus(transfer.amount());
    }
    return total;
  }

  /** What sweeps of the batch credited to the account. */
  Money swept(BatchId batch, Uid uid) {
    String prefix = RequestId.sweepPrefix(batch) + uid + ":";
    return of(uid).values().stream()
        .filter(transfer -> transfer.kind() == TransferKind.SWEEP)
        .filter(transfer -> isNumbered(transfer.requestId().value(), prefix))
        .map(Transfer::amount)
        .reduce(Money.ZERO, Money::plus);
  }

  // A batch id may itself contain colons, so that another batch's ids can begin with this prefix.
  private static boolean isNumbered(String requestId, String prefix) {
    return requestId.startsWith(prefix) && requestId.indexOf(':', prefix.length()) < 0;
  }

  /**
   * @throws ConflictException if a row would have the request id, or the account and version, of
   *     another
   */
  void requireNew(Collection<Transfer> transfers, Collection<Refusal> refusals) {
    Set<RequestId> ids = new HashSet<>();
    Set<Balance> versions = new HashSet<>();
    transfers.forEach(transfer -> requireNew(ids, transfer.requestId()));
    refusals.forEach(refusal -> requireNew(ids, refusal.requestId()));
    for (Transfer transfer : transfers) {
      changed(transfer).forEach(balance -> requireNew(versions, balance));
    }
  }

  private void requireNew(Set<RequestId> inThisTransaction, RequestId id) {
    if (byRequest.containsKey(id) || !inThisTransaction.add(id)) {
      throw new ConflictException("request id recorded before: " + id, null);
    }
  }

  private void requireNew(Set<Balance> inThisTransaction, Balance changed) {
    Balance key = new Balance(changed.uid(), Money.ZERO, changed.version());
    if (of(key.uid()).containsKey(key.version()) || !inThisTransaction.add(key)) {
      throw new ConflictException(
          "account " + key.uid() + " has a transfer of version " + key.version(), null);
    }
  }

  void add(Collection<Transfer> transfers, Collection<Refusal> refusals) {
    refusals.forEach(refusal -> byRequest.put(refusal.requestId(), refusal));
    for (Transfer transfer : transfers) {
      byRequest.put(transfer.requestId(), transfer);
      for (Balance balance : changed(transfer)) {
        byAccount
            .computeIfAbsent(balance.uid(), uid -> new TreeMap<>())
            .put(balance.version(), transfer);
      }
    }
  }

  private static List<Balance> changed(Transfer transfer) {
    List<Balance> changed = new ArrayList<>(2);
    changed.add(transfer.creditAfter());
    if (transfer.debitAfter() != null) {
      changed.add(transfer.debitAfter());
    }
    return changed;
  }
}

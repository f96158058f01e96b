// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator.bank;

import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A share of the accounts: open addressing with linear probing over primitive arrays, 28 bytes a
 * place, 37 to 56 bytes an account. Not thread-safe; {@link Bank} holds this object's monitor
 * around every call.
 */
final class AccountTable {

  private static final int ABSENT = -1;

  /** Zero marks a free place: no account has that uid. */
  private long[] uids = new long[16];

  private long[] balances = new long[16];
  private long[] settled = new long[16];
  private int[] payments = new int[16];
  private int size;
  private long fundedCents;

  /** The balance, or -1 if there is no such account. */
  long balance(long uid) {
    int at = find(uid);
    return at == ABSENT ? -1 : balances[at];
  }

  /** Makes the balance {@code cents}, opening the account if need be. */
  void setBalance(long uid, long cents) {
    int at = findOrOpen(uid);
    fundedCents += cents - balances[at];
    balances[at] = cents;
  }

  /** Takes {@code cents} out if they are there. */
  Judgement debit(long uid, long cents) {
    int at = find(uid);
    if (at == ABSENT) {
      return Judgement.UNKNOWN_ACCOUNT;
    }
    if (balances[at] < cents) {
      return Judgement.INSUFFICIENT;
    }
    balances[at] -= cents;
    settled[at] += cents;
    payments[at]++;
    return Judgement.SETTLED;
  }

  BankTotals totals() {
    long remaining = 0;
    long paid = 0;
    long count = 0;
    for (int at = 0; at < uids.length; at++) {
      remaining += balances[at];
      paid += settled[at];
      count += payments[at];
    }
    return new BankTotals(size, fundedCents, remaining, paid, count);
  }

  Optional<AccountBook> book(long uid) {
    int at = find(uid);
    return at == ABSENT
        ? Optional.empty()
        : Optional.of(new AccountBook(uid, balances[at], settled[at], payments[at]));
  }

  void forEachUid(LongConsumer visitor) {
    for (long uid : uids) {
      if (uid != 0) {
        visitor.accept(uid);
      }
    }
  }

  private int find(long uid) {
    int at = probe(uids, uid);
    return uids[at] == uid ? at : ABSENT;
  }

  private int findOrOpen(long uid) {
    int at = probe(uids, uid);
    if (uids[at] == uid) {
      return at;
    }
    if (Hashing.tooFull(size + 1, uids.length)) {
      grow();
      at = probe(uids, uid);
    }
    uids[at] = uid;
    size++;
    return at;
  }

  /** The place of {@code uid}, or the free one where it belongs. */
  private static int probe(long[] uids, long uid) {
    int at = Hashing.place(Hashing.mix(uid), uids.length);
    while (uids[at] != 0 && uids[at] != uid) {
      at = at + 1 == uids.length ? 0 : at + 1;
    }
    return at;
  }

  private void grow() {
    int places = Hashing.grown(uids.length);
    long[] newUids = new long[places];
    long[] newBalances = new long[places];
    long[] newSettled = new long[places];
    int[] newPayments = new int[places];
    for (int from = 0; from < uids.length; from++) {
      if (uids[from] != 0) {
        int to = probe(newUids, uids[from]);
        newUids[to] = uids[from];
        newBalances[to] = balances[from];
        newSettled[to] = settled[from];
        newPayments[to] = payments[from];
      }
    }
    uids = newUids;
    balances = newBalances;
    settled = newSettled;
    payments = newPayments;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator.bank;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The third party's accounts and its memory of payments.
 *
 * <p>A payment is judged atomically: looking the transaction id up, moving the money and
 * remembering the id happen under the id's lock, the move itself also under the account's. Id locks
 * are always taken before account locks, and one of each at most, so nothing can deadlock.
 *
 * <p>Ids answered {@link Judgement#INSUFFICIENT} are remembered too, since reusing one for another
 * amount is refused as well; those of unknown accounts are not. Nothing is ever forgotten. The cost
 * is 21 to 32 bytes an id, and 37 to 56 bytes an account. Thread-safe.
 */
public final class Bank {

  /** The largest balance an account can be given: 9,999,999,999,999.99. */
  public static final long BALANCE_CENTS_MAX = 999_999_999_999_999L;

  private static final int STRIPES = 64;

  private final List<AccountTable> accounts =
      Stream.generate(AccountTable::new).limit(STRIPES).toList();
  private final List<TransactionTable> transactions =
      Stream.generate(TransactionTable::new).limit(STRIPES).toList();

  /** Guards the sum of everything against overflow; the books themselves are kept per account. */
  private final AtomicLong fundedCents = new AtomicLong();

  /**
   * Adds to an account's balance, opening it if need be.
   *
   * @throws IllegalArgumentException if the uid is not positive, the amount is negative, or the
   *     balance or the sum of all would become too large
   */
  public void add(long uid, long cents) {
    requireAccount(uid, cents);
    AccountTable table = table(uid);
    synchronized (table) {
      change(table, uid, saturated(Math.max(0, table.balance(uid)), cents));
    }
  }

  /**
   * Makes an account's balance {@code cents}, opening it if need be.
   *
   * @throws IllegalArgumentException as {@link #add}
   */
  public void set(long uid, long cents) {
    requireAccount(uid, cents);
    AccountTable table = table(uid);
    synchronized (table) {
      change(table, uid, cents);
    }
  }

  /** Judges one payment of a positive amount from an account. */
  public Judgement pay(String transactionId, long uid, long cents) {
    TransactionHash id = TransactionHash.of(transactionId);
    TransactionTable judged = transactions.get(Hashing.stripe(id.high(), STRIPES));
    synchronized (judged) {
      return switch (judged.recall(id, uid, cents)) {
        case SETTLED -> Judgement.REPEATED;
        case OTHER_CONTENT -> Judgement.ID_REUSED;
        case NEW, NOT_SETTLED -> {
          Judgement judgement = debit(uid, cents);
          if (judgement != Judgement.UNKNOWN_ACCOUNT) {
            judged.remember(id, uid, cents, judgement == Judgement.SETTLED);
          }
          yield judgement;
        }
      };
    }
  }

  /** The sums over all accounts; reads every account, so it costs milliseconds for a million. */
  public BankTotals totals() {
    BankTotals sum = new BankTotals(0, 0, 0, 0, 0);
    for (AccountTable table : accounts) {
      synchronized (table) {
        sum = sum.plus(table.totals());
      }
    }
    return sum;
  }

  /** One account's book, or empty if there is no such account. */
  public Optional<AccountBook> account(long uid) {
    if (uid <= 0) {
      return Optional.empty();
    }
    AccountTable table = table(uid);
    synchronized (table) {
      return table.book(uid);
    }
  }

  /**
   * The books of the next {@code limit} accounts above the uid {@code after}, by uid. Looks at
   * every uid, so it costs milliseconds for a million accounts.
   */
  public List<AccountBook> accounts(long after, int limit) {
    PriorityQueue<Long> lowest = new PriorityQueue<>(Comparator.reverseOrder());
    for (AccountTable table : accounts) {
      synchronized (table) {
        table.forEachUid(uid -> offer(lowest, uid, after, limit));
      }
    }
    return lowest.stream().sorted().map(uid -> account(uid).orElseThrow()).toList();
  }

  /** How many transaction ids are remembered: those that settled, and those found insufficient. */
  public long rememberedIds() {
    return sumOfTransactions(TransactionTable::size);
  }

  /** How many bytes the remembered ids take. */
  public long rememberedBytes() {
    return sumOfTransactions(TransactionTable::bytes);
  }

  private static void offer(PriorityQueue<Long> lowest, long uid, long after, int limit) {
    if (uid <= after || limit <= 0) {
      return;
    }
    if (lowest.size() < limit) {
      lowest.add(uid);
    } else if (uid < lowest.element()) {
      lowest.remove();
      lowest.add(uid);
    }
  }

  private Judgement debit(long uid, long cents) {
    AccountTable table = table(uid);
    synchronized (table) {
      return table.debit(uid, cents);
    }
  }

  private void change(AccountTable table, long uid, long cents) {
    if (cents > BALANCE_CENTS_MAX) {
      throw new IllegalArgumentException(
          "uid " + uid + ": a balance ends at " + BALANCE_CENTS_MAX + " cents");
    }
    reserve(cents - Math.max(0, table.balance(uid)));
    table.setBalance(uid, cents);
  }

  /** The sum, or something too large for any balance; both are at least zero. */
  private static long saturated(long balance, long cents) {
    return balance + Math.min(cents, BALANCE_CENTS_MAX + 1);
  }

  private void reserve(long cents) {
    try {
      fundedCents.updateAndGet(sum -> Math.addExact(sum, cents));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the sum of all balances became too large", e);
    }
  }

  private static void requireAccount(long uid, long cents) {
    if (uid <= 0 || cents < 0) {
      throw new IllegalArgumentException(
          "uid " + uid + " with " + cents + " cents: a uid is positive, a balance not negative");
    }
  }

  private AccountTable table(long uid) {
    return accounts.get(Hashing.stripe(Hashing.mix(uid), STRIPES));
  }

  private long sumOfTransactions(ToLongFunction<TransactionTable> figure) {
    long sum = 0;
    for (TransactionTable table : transactions) {
      synchronized (table) {
        sum += figure.applyAsLong(table);
      }
    }
    return sum;
  }
}

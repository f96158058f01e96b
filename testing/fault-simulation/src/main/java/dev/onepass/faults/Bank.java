// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.model.SettledPayment;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.Payment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The third party's books, by {@code protocol}: a payment moves its money at most once for its
 * transaction id, and one that was refused is judged anew each time. Keeps beside them what the
 * nodes were told.
 */
final class Bank {

  /** A payment as the third party and its callers know it. */
  static final class Entry {
    final Payment payment;
    boolean settled;

    /** Some node was told that it settled. */
    boolean heardOfSettling;

    /** Some node was told that no money moved. */
    boolean heardOfRefusal;

    private Entry(Payment payment) {
      this.payment = payment;
    }

    /** A copy of one of its requests was refused. */
    private boolean refused;

    /** The other copy then moved its money. */
    private boolean settledByCopy;

    boolean hasDefiniteAnswer() {
      return heardOfSettling || heardOfRefusal;
    }
  }

  private final Map<Uid, Long> accounts = new TreeMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<Uid, Long> heardCents = new HashMap<>();
  private final Map<Uid, Long> settledCents = new HashMap<>();
  private final Map<Uid, Integer> unanswered = new HashMap<>();
  private final Set<Uid> refusing = new HashSet<>();
  private final Set<BatchId> begun = new HashSet<>();
  private final Set<BatchId> finished = new HashSet<>();
  private final Judge judge;
  private final Occurrences occurrences;
  private final Map<Uid, Long> newestArrived = new HashMap<>();
  private final Map<Uid, Long> depositedCents = new HashMap<>();
  private long totalCents;
  private long calls;

  Bank(Judge judge, Occurrences occurrences) {
    this.judge = judge;
    this.occurrences = occurrences;
  }

  void deposit(Uid uid, long cents) {
    accounts.merge(uid, cents, Long::sum);
    depositedCents.merge(uid, cents, Long::sum);
    totalCents += cents;
  }

  /** From now on, or no longer, every payment from the account is rejected. */
  void refuse(Uid uid, boolean refuse) {
    if (refuse) {
      refusing.add(uid);
    } else {
      refusing.remove(uid);
    }
  }

  /** A node asks for a payment. */
  Entry asked(Payment payment) {
    occurrences.count(Occurrence.PAYMENT_ASKED);
    Entry known = entries.get(payment.transactionId());
    if (known == null) {
      Entry entry = new Entry(payment);
      entries.put(payment.transactionId(), entry);
      unanswered.merge(payment.uid(), 1, Integer::sum);
      return entry;
    }
    occurrences.count(Occurrence.PAYMENT_ASKED_AGAIN);
    judge.require(
        known.payment.equals(payment),
        "a transaction id always means the same payment",
        payment,
        known.payment);
    return known;
  }

  /** Whether a node heard that it was refused for want of money, and it has not settled. */
  boolean isRefused(Entry entry) {
    return entry.heardOfRefusal && !entry.settled && accounts.containsKey(entry.payment.uid());
  }

  /** The number of a call, by which it is known whether another overtook it. */
  long nextCall() {
    return ++calls;
  }

  /**
   * One of two copies of a request has arrived. If it moves money that the other was refused,
   * nobody can know: its caller was told, by an answer to the same request, that none has moved.
   */
  PayAnswer copyArrived(Entry entry, long call) {
    boolean mayMislead = entry.refused && !entry.settled;
    PayAnswer answer = arrived(entry, call);
    entry.settledByCopy |= mayMislead && entry.settled;
    entry.refused |= !entry.settled;
    return answer;
  }

  /** A request has arrived: judges it, and moves the money. */
  PayAnswer arrived(Entry entry, long call) {
    if (call < newestArrived.getOrDefault(entry.payment.uid(), 0L)) {
      occurrences.count(Occurrence.PAYMENT_OVERTAKEN);
    }
    newestArrived.merge(entry.payment.uid(), call, Math::max);
    if (entry.settled) {
      return new PayAnswer.Settled();
    }
    Uid uid = entry.payment.uid();
    Long held = accounts.get(uid);
    if (held == null) {
      return new PayAnswer.UnknownAccount();
    }
    if (refusing.contains(uid)) {
      return new PayAnswer.Rejected(403, refusal(entry.payment));
    }
    long cents = entry.payment.amount().cents();
    if (held < cents) {
      occurrences.count(Occurrence.PAYMENT_INSUFFICIENT);
      return new PayAnswer.Insufficient();
    }
    accounts.put(uid, held - cents);
    settledCents.merge(uid, cents, Long::sum);
    entry.settled = true;
    occurrences.count(Occurrence.PAYMENT_SETTLED);
    if (entry.heardOfRefusal) {
      occurrences.count(Occurrence.PAYMENT_SETTLED_AFTER_REFUSAL);
    }
    return new PayAnswer.Settled();
  }

  /** A living node hears an answer. */
  void heard(Entry entry, PayAnswer answer) {
    if (!answer.isDefinite()) {
      return;
    }
    Uid uid = entry.payment.uid();
    if (!entry.hasDefiniteAnswer()) {
      unanswered.merge(uid, -1, Integer::sum);
    }
    if (answer instanceof PayAnswer.Settled) {
      if (!entry.heardOfSettling) {
        heardCents.merge(uid, entry.payment.amount().cents(), Long::sum);
      }
      entry.heardOfSettling = true;
    } else {
      if (entry.settled && !entry.heardOfRefusal) {
        occurrences.count(Occurrence.PAYMENT_SETTLED_AFTER_REFUSAL);
      }
      entry.heardOfRefusal = true;
    }
  }

  /** What left an account outside for payments that some node knows to have settled. */
  long heardCents(Uid uid) {
    return heardCents.getOrDefault(uid, 0L);
  }

  long settledCents(Uid uid) {
    return settledCents.getOrDefault(uid, 0L);
  }

  /** How many payments were asked for and never got a definite answer. */
  int unanswered(Uid uid) {
    return unanswered.getOrDefault(uid, 0);
  }

  /** All payments that settled. Whoever reads this has heard of each. */
  List<SettledPayment> statement() {
    List<SettledPayment> statement = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.settled) {
        heard(entry, new PayAnswer.Settled());
        Payment payment = entry.payment;
        statement.add(new SettledPayment(payment.transactionId(), payment.uid(), payment.amount()));
      }
    }
    return statement;
  }

  /** The payments of an account that settled by a copy of a request that was refused. */
  List<Long> settledByCopy(Uid uid) {
    List<Long> cents = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.settledByCopy && !entry.heardOfSettling && entry.payment.uid().equals(uid)) {
        cents.add(entry.payment.amount().cents());
      }
    }
    return cents;
  }

  long held(Uid uid) {
    return accounts.getOrDefault(uid, 0L);
  }

  Collection<Uid> uids() {
    return List.copyOf(accounts.keySet());
  }

  /** All that was ever deposited in an account. */
  long depositedCents(Uid uid) {
    return depositedCents.getOrDefault(uid, 0L);
  }

  /** All that was ever deposited. */
  long depositedCents() {
    return totalCents;
  }

  void begun(BatchId batch) {
    begun.add(batch);
  }

  void finished(BatchId batch) {
    judge.require(begun.contains(batch), "a batch is begun before it is finished", batch);
    finished.add(batch);
  }

  boolean isBegun(BatchId batch) {
    return begun.contains(batch);
  }

  boolean isFinished(BatchId batch) {
    return finished.contains(batch);
  }

  /** In words of any length and of any script. */
  private static String refusal(Payment payment) {
    int length = Math.floorMod(payment.transactionId().hashCode(), 300);
    return "\uD83D\uDEAB 余额不足: not from this account. ".repeat(10).substring(0, length);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.domain.limit.CallResult;
import dev.onepass.domain.limit.ConcurrencyLimit;
import java.util.Arrays;

/**
 * The laboratory's own sweep: the same order of calls for every limit, so that only the limits
 * differ. Retries that are due come first, then accounts not yet known to be below the cap, then
 * descents with the most bits left, then, with permits to spare, further full payments of an
 * account, a third as many as it has had successes.
 */
final class SweepClient implements Client {

  private final ConcurrencyLimit limit;

  /** Per account. */
  private final int[] successes;

  private final int[] bulkOpen;
  private final int[] bitsLeft;
  private final boolean[] below;
  private final boolean[] inSpare;

  /** Per transaction. */
  private int[] accountOf = new int[1024];

  private byte[] bitOf = new byte[1024];
  private int[] failures = new int[1024];
  private long[] callOf = new long[1024];
  private int transactions;

  private final EventHeap retries = new EventHeap();
  private final TimedRing bulk = new TimedRing();
  private final TimedRing spare = new TimedRing();
  private final TimedRing[] descents = new TimedRing[Workload.BITS + 1];
  private int mostBits;
  private int unfinished;

  /** A sweep of all accounts. */
  SweepClient(int accounts, ConcurrencyLimit limit) {
    this(limit, accounts);
    for (int i = 0; i < accounts; i++) {
      admit(i);
    }
  }

  /** A sweep of none of so many accounts, until they are admitted. */
  static SweepClient ofNone(int accounts, ConcurrencyLimit limit) {
    return new SweepClient(limit, accounts);
  }

  private SweepClient(ConcurrencyLimit limit, int accounts) {
    this.limit = limit;
    successes = new int[accounts];
    bulkOpen = new int[accounts];
    bitsLeft = new int[accounts];
    below = new boolean[accounts];
    inSpare = new boolean[accounts];
    Arrays.setAll(descents, i -> new TimedRing());
    Arrays.fill(bitsLeft, Workload.BITS);
  }

  /** Gives it one more account to sweep. */
  void admit(int account) {
    unfinished++;
    bulk.add(0, account);
  }

  /** How many accounts it is not through with. */
  int unfinished() {
    return unfinished;
  }

  @Override
  public boolean done() {
    return unfinished == 0;
  }

  @Override
  public void answered(int transaction, Reply reply, long nowNanos) {
    limit.answered(callOf[transaction], meaning(reply), backlog(nowNanos), nowNanos);
    switch (reply) {
      case PAID, INSUFFICIENT -> {
        if (bitOf[transaction] < 0) {
          bulkAnswered(accountOf[transaction], reply == Reply.PAID);
        } else {
          advance(accountOf[transaction]);
        }
      }
      case FAILED, THROTTLED, TIMED_OUT -> {
        failures[transaction]++;
        retries.add(limit.retryNanos(failures[transaction], nowNanos), transaction);
      }
    }
  }

  private static CallResult meaning(Reply reply) {
    return switch (reply) {
      case PAID, INSUFFICIENT -> CallResult.DEFINITE;
      case FAILED, TIMED_OUT -> CallResult.FAILED;
      case THROTTLED -> CallResult.THROTTLED;
    };
  }

  private boolean backlog(long nowNanos) {
    return retries.firstTime() <= nowNanos
        || !bulk.isEmpty()
        || firstDescent() > 0
        || !spare.isEmpty();
  }

  private void bulkAnswered(int account, boolean paid) {
    bulkOpen[account]--;
    if (paid) {
      successes[account]++;
      if (!below[account]) {
        if (bulkOpen[account] == 0) {
          bulk.add(0, account);
        } else {
          offerSpare(account);
        }
      }
    } else if (!below[account]) {
      below[account] = true;
      queueDescent(account);
    }
    finishIfDone(account);
  }

  private void offerSpare(int account) {
    if (!inSpare[account] && mayOpenMore(account)) {
      inSpare[account] = true;
      spare.add(0, account);
    }
  }

  private boolean mayOpenMore(int account) {
    return !below[account] && bulkOpen[account] < 1 + successes[account] / 3;
  }

  private void advance(int account) {
    bitsLeft[account]--;
    if (bitsLeft[account] > 0) {
      queueDescent(account);
    }
    finishIfDone(account);
  }

  private void queueDescent(int account) {
    descents[bitsLeft[account]].add(0, account);
    mostBits = Math.max(mostBits, bitsLeft[account]);
  }

  private void finishIfDone(int account) {
    if (bitsLeft[account] == 0 && bulkOpen[account] == 0) {
      unfinished--;
    }
  }

  private int firstDescent() {
    while (mostBits > 0 && descents[mostBits].isEmpty()) {
      mostBits--;
    }
    return mostBits;
  }

  @Override
  public long act(long nowNanos, Service service) {
    while (limit.available(nowNanos) > 0 && sendOne(nowNanos, service)) {}
    long retry = retries.firstTime();
    boolean waiting = backlog(nowNanos);
    long wake = waiting ? limit.wakeNanos(nowNanos) : Long.MAX_VALUE;
    return Math.max(nowNanos + 1, Math.min(wake, retry > nowNanos ? retry : Long.MAX_VALUE));
  }

  private boolean sendOne(long nowNanos, Service service) {
    if (retries.firstTime() <= nowNanos) {
      send(retries.poll(), nowNanos, service);
      return true;
    }
    if (!bulk.isEmpty()) {
      openBulk(bulk.poll(), nowNanos, service);
      return true;
    }
    int bits = firstDescent();
    if (bits > 0) {
      int account = descents[bits].poll();
      send(newTransaction(account, bits - 1), nowNanos, service);
      return true;
    }
    while (!spare.isEmpty()) {
      int account = spare.poll();
      inSpare[account] = false;
      if (mayOpenMore(account)) {
        openBulk(account, nowNanos, service);
        return true;
      }
    }
    return false;
  }

  private void openBulk(int account, long nowNanos, Service service) {
    bulkOpen[account]++;
    send(newTransaction(account, -1), nowNanos, service);
    offerSpare(account);
  }

  private int newTransaction(int account, int bit) {
    if (transactions == accountOf.length) {
      accountOf = Arrays.copyOf(accountOf, transactions * 2);
      bitOf = Arrays.copyOf(bitOf, transactions * 2);
      failures = Arrays.copyOf(failures, transactions * 2);
      callOf = Arrays.copyOf(callOf, transactions * 2);
    }
    accountOf[transactions] = account;
    bitOf[transactions] = (byte) bit;
    return transactions++;
  }

  private void send(int transaction, long nowNanos, Service service) {
    callOf[transaction] = limit.started(accountOf[transaction], nowNanos);
    long cents = bitOf[transaction] < 0 ? Workload.CAP : 1L << bitOf[transaction];
    service.pay(accountOf[transaction], transaction, cents);
  }
}

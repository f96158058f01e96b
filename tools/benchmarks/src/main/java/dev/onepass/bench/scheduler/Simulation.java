// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import java.util.Arrays;
import java.util.BitSet;

/**
 * One client against one third party, in virtual time. Calls live in parallel arrays and all but
 * the ends of work are first in, first out, so an event costs some tens of nanoseconds.
 * Single-threaded; the same arguments give the same run.
 */
final class Simulation implements Service {

  private final ServerModel model;
  private final Client client;
  private final Dice dice;
  private final long[] balances;
  private final BitSet slow = new BitSet();
  private final BitSet settled = new BitSet();
  private final int capacity;
  private final long halfNetwork;
  private final long timeout;
  private final long from;
  private final long until;

  private final TimedRing arrivals = new TimedRing();
  private final TimedRing answers = new TimedRing();
  private final TimedRing timeouts = new TimedRing();
  private final TimedRing queue = new TimedRing();
  private final EventHeap completions = new EventHeap();

  /** Calls by slot; a slot is free again when the server, the network and the timer are through. */
  private int[] accounts = new int[256];

  private int[] transactions = new int[256];
  private long[] amounts = new long[256];
  private Reply[] replies = new Reply[256];
  private byte[] holders = new byte[256];
  private boolean[] closed = new boolean[256];
  private int[] freeSlots = new int[256];
  private int free;
  private int slots;

  private long now;
  private int busy;
  private double tokens;
  private long tokensAt;
  private long calls;
  private long refused;

  Simulation(ServerModel model, int capacity, long[] balances, long seed, Client client) {
    this.model = model;
    this.capacity = capacity;
    this.client = client;
    this.balances = balances.clone();
    this.dice = new Dice(seed, model.sigma());
    halfNetwork = (long) (model.networkMillis() * 0.5e6);
    timeout = (long) (model.timeoutMillis() * 1e6);
    long bound = model.boundNanos(Workload.fewestCalls(balances), capacity);
    from = model.twoLevels() ? model.fromNanos(bound) : Long.MAX_VALUE;
    until = model.twoLevels() ? model.untilNanos(bound) : Long.MAX_VALUE;
    tokens = burst();
    Dice accountDice = new Dice(Dice.seed(seed, 7), 0);
    for (int i = 0; i < balances.length; i++) {
      slow.set(i, accountDice.uniform() < model.slowShare());
    }
  }

  /** Plays until the client is done or the time or the calls are used up. */
  Outcome run(long capNanos, long capCalls) {
    long wake = client.act(0, this);
    boolean back = false;
    while (!client.done() && now < capNanos && calls < capCalls) {
      boolean heard = false;
      long next =
          Math.min(
              Math.min(arrivals.firstTime(), completions.firstTime()),
              Math.min(answers.firstTime(), timeouts.firstTime()));
      next = Math.min(next, wake);
      if (next == Long.MAX_VALUE) {
        throw new IllegalStateException("the client waits for nothing, and is not done");
      }
      if (!back && until <= next) {
        back = true;
        now = Math.max(now, until);
        fillWorkers();
        continue;
      }
      now = Math.max(now, next);
      while (completions.firstTime() <= now) {
        complete(completions.poll());
      }
      while (arrivals.firstTime() <= now) {
        arrive(arrivals.poll());
      }
      while (answers.firstTime() <= now) {
        heard |= deliver(answers.poll());
      }
      while (timeouts.firstTime() <= now) {
        heard |= expire(timeouts.poll());
      }
      if (heard || wake <= now) {
        wake = client.act(now, this);
      }
    }
    return new Outcome(client.done(), now, calls, refused);
  }

  @Override
  public void pay(int account, int transaction, long cents) {
    int slot = free > 0 ? freeSlots[--free] : newSlot();
    accounts[slot] = account;
    transactions[slot] = transaction;
    amounts[slot] = cents;
    closed[slot] = false;
    holders[slot] = 2;
    calls++;
    arrivals.add(now + halfNetwork, slot);
    timeouts.add(now + timeout, slot);
  }

  private int newSlot() {
    if (slots == accounts.length) {
      accounts = Arrays.copyOf(accounts, slots * 2);
      transactions = Arrays.copyOf(transactions, slots * 2);
      amounts = Arrays.copyOf(amounts, slots * 2);
      replies = Arrays.copyOf(replies, slots * 2);
      holders = Arrays.copyOf(holders, slots * 2);
      closed = Arrays.copyOf(closed, slots * 2);
      freeSlots = Arrays.copyOf(freeSlots, slots * 2);
    }
    return slots++;
  }

  private void release(int slot) {
    if (--holders[slot] == 0) {
      freeSlots[free++] = slot;
    }
  }

  private boolean isBetween() {
    return now >= from && now < until;
  }

  private boolean away() {
    return model.outageMillis() > 0 && isBetween();
  }

  private int workers() {
    return model.workers(capacity, isBetween());
  }

  private void arrive(int slot) {
    if (away()) {
      if (model.swallows()) {
        release(slot);
      } else {
        answer(slot, Reply.FAILED);
      }
    } else if (model.rate() > 0 && !takeToken()) {
      refused++;
      answer(slot, model.throttles() ? Reply.THROTTLED : Reply.FAILED);
    } else if (model.faults() > 0 && dice.uniform() < model.faults()) {
      answer(slot, Reply.FAILED);
    } else if (slow.get(accounts[slot])) {
      completions.add(now + (long) (model.slowMillis() * 1e6), slot);
    } else if (!model.hasWorkers() || busy < workers()) {
      work(slot);
    } else if (model.queue() < 0 || queue.size() < model.queue() * workers()) {
      queue.add(now, slot);
    } else {
      refused++;
      answer(slot, Reply.FAILED);
    }
  }

  private double burst() {
    return model.rate() * capacity * model.burstMillis() / 1e3;
  }

  private boolean takeToken() {
    double grown = tokens + model.rate() * capacity * (now - tokensAt) / 1e9;
    tokens = Math.min(burst(), grown);
    tokensAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  private void work(int slot) {
    busy++;
    double nanos = model.serviceMillis() * 1e6 * dice.factor();
    if (isBetween()) {
      nanos *= model.slowdown();
    }
    if (model.collapse()) {
      double over = (busy + queue.size()) / (1.5 * workers());
      nanos *= Math.min(20, Math.max(1, over * over));
    }
    completions.add(now + (long) nanos, slot);
  }

  private void complete(int slot) {
    int account = accounts[slot];
    if (!slow.get(account)) {
      busy--;
      fillWorkers();
    }
    boolean paid = settled.get(transactions[slot]);
    if (!paid && balances[account] >= amounts[slot]) {
      balances[account] -= amounts[slot];
      settled.set(transactions[slot]);
      paid = true;
    }
    answer(slot, paid ? Reply.PAID : Reply.INSUFFICIENT);
  }

  private void fillWorkers() {
    while (!queue.isEmpty() && busy < workers()) {
      work(queue.poll());
    }
  }

  private void answer(int slot, Reply reply) {
    replies[slot] = reply;
    answers.add(now + halfNetwork, slot);
  }

  private boolean deliver(int slot) {
    boolean heard = !closed[slot];
    if (heard) {
      closed[slot] = true;
      client.answered(transactions[slot], replies[slot], now);
    }
    release(slot);
    return heard;
  }

  private boolean expire(int slot) {
    boolean heard = !closed[slot];
    if (heard) {
      closed[slot] = true;
      refused += away() ? 0 : 1;
      client.answered(transactions[slot], Reply.TIMED_OUT, now);
    }
    release(slot);
    return heard;
  }
}

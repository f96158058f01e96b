// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the calls that use a permit. Two corrections make the count say what the service carries:
 * a call that failed at once keeps its permit for a while, so that refusals cannot spin; and a call
 * that was overtaken by far, which a slow account or a lost packet is to blame for and not the
 * load, gives its permit back early. A queue that is merely long overtakes nobody, so overload
 * frees no permit.
 */
final class Permits {

  private static final byte ENDED = 0;
  private static final byte COUNTED = 1;
  private static final byte OVERTAKEN = 2;
  private static final byte EXEMPT = 3;

  /** So many calls of a slow account at once need no permit. */
  private static final int EXEMPT_MOST = 4;

  /** Start and state of call n at n modulo the length, from {@link #oldest} to {@link #next}. */
  private long[] starts = new long[64];

  private long[] accounts = new long[64];
  private byte[] states = new byte[64];
  private long oldest;
  private long next;

  /** Calls before this one have been judged as to overtaking. */
  private long judged;

  private int counted;
  private int uncounted;

  /** Accounts found slow, and how many calls of each are exempt from needing a permit. */
  private final Map<Long, Integer> slow = new HashMap<>();

  /** When each held permit comes back: a ring from {@link #heldHead}, in order. */
  private long[] releases = new long[64];

  private int heldHead;
  private int held;

  private double area;
  private long now;

  /** Calls from this one on are fresh; so are holds but for the first so many. */
  private long firstFresh;

  private int staleCounted;
  private int staleHeld;
  private double freshArea;

  /** Lets time pass: returns the held permits that are due and adds up the permits used. */
  void advance(long nowNanos) {
    while (held > 0 && releases[heldHead] <= nowNanos) {
      addArea(releases[heldHead]);
      heldHead = (heldHead + 1) & (releases.length - 1);
      held--;
      staleHeld = Math.max(0, staleHeld - 1);
    }
    addArea(nowNanos);
  }

  private void addArea(long untilNanos) {
    if (untilNanos > now) {
      area += (double) used() * (untilNanos - now);
      freshArea += (double) freshUsed() * (untilNanos - now);
      now = untilNanos;
    }
  }

  /** Starts a call; the first few of an account known to be slow need no permit. */
  long start(long account, long nowNanos) {
    advance(nowNanos);
    if (next - oldest == starts.length) {
      grow();
    }
    starts[slot(next)] = nowNanos;
    accounts[slot(next)] = account;
    int exempt = slow.getOrDefault(account, EXEMPT_MOST);
    if (exempt < EXEMPT_MOST) {
      slow.put(account, exempt + 1);
      states[slot(next)] = EXEMPT;
      uncounted++;
    } else {
      states[slot(next)] = COUNTED;
      counted++;
    }
    return next++;
  }

  private void grow() {
    long[] moreStarts = new long[starts.length * 2];
    long[] moreAccounts = new long[starts.length * 2];
    byte[] moreStates = new byte[starts.length * 2];
    for (long call = oldest; call < next; call++) {
      int to = (int) call & (moreStarts.length - 1);
      moreStarts[to] = starts[slot(call)];
      moreAccounts[to] = accounts[slot(call)];
      moreStates[to] = states[slot(call)];
    }
    starts = moreStarts;
    accounts = moreAccounts;
    states = moreStates;
  }

  /** When a call in flight was started. */
  long startOf(long call) {
    if (call < oldest || call >= next || states[slot(call)] == ENDED) {
      throw new IllegalArgumentException("call " + call + " is not in flight");
    }
    return starts[slot(call)];
  }

  /**
   * Ends a call.
   *
   * @param late whether it was answered definitely, but only after the patience for one was over
   * @return false if the call did not count, so that it says nothing about the load
   */
  boolean end(long call, boolean late) {
    byte state = states[slot(call)];
    if (state == COUNTED) {
      uncount(call);
    } else {
      uncounted--;
      judgeAccount(accounts[slot(call)], state == EXEMPT, late);
    }
    states[slot(call)] = ENDED;
    while (oldest < next && states[slot(oldest)] == ENDED) {
      oldest++;
    }
    judged = Math.max(judged, oldest);
    return state == COUNTED;
  }

  private void uncount(long call) {
    counted--;
    staleCounted -= isFresh(call) ? 0 : 1;
  }

  private void judgeAccount(long account, boolean wasAside, boolean late) {
    if (wasAside && !late) {
      slow.remove(account);
    } else if (wasAside) {
      slow.computeIfPresent(account, (a, exempt) -> Math.max(0, exempt - 1));
    } else if (late) {
      slow.putIfAbsent(account, 0);
    }
  }

  /** Keeps a permit in use until then. */
  void hold(long untilNanos) {
    if (held == releases.length) {
      long[] more = Arrays.copyOf(releases, held * 2);
      for (int i = 0; i < held; i++) {
        more[i] = releases[(heldHead + i) & (held - 1)];
      }
      releases = more;
      heldHead = 0;
    }
    int last = (heldHead + held - 1) & (releases.length - 1);
    long release = held == 0 ? untilNanos : Math.max(untilNanos, releases[last]);
    releases[(heldHead + held) & (releases.length - 1)] = release;
    held++;
  }

  /** No call started before that moment counts any longer: a later one was answered long since. */
  void overtake(long startedBeforeNanos) {
    while (judged < next && starts[slot(judged)] < startedBeforeNanos) {
      if (states[slot(judged)] == COUNTED) {
        states[slot(judged)] = OVERTAKEN;
        uncount(judged);
        uncounted++;
      }
      judged++;
    }
  }

  /** Calls from now on are fresh, and none before. */
  void beginAfresh() {
    firstFresh = next;
    staleCounted = counted;
    staleHeld = held;
    freshArea = 0;
  }

  /** Whether a call was started since then. */
  boolean isFresh(long call) {
    return call >= firstFresh;
  }

  /** Permits in use. */
  int used() {
    return counted + held;
  }

  /** Those of fresh calls. */
  int freshUsed() {
    return used() - staleCounted - staleHeld;
  }

  /** Calls really in flight, whether they count or not. */
  int inFlight() {
    return counted + uncounted;
  }

  /** When the next held permit comes back, or {@link Long#MAX_VALUE}. */
  long nextReleaseNanos() {
    return held == 0 ? Long.MAX_VALUE : releases[heldHead];
  }

  /** Permits used, added up over time so far: its growth divided by answers is the time of one. */
  double area() {
    return area;
  }

  /** The same of fresh calls alone. */
  double freshArea() {
    return freshArea;
  }

  private int slot(long call) {
    return (int) call & (starts.length - 1);
  }
}

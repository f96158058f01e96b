// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.ledger.Balance;
import java.util.Arrays;

/**
 * Balances in a fixed amount of memory, 25 bytes each. An account has its place in one of the eight
 * slots of a set, as in a processor's cache; when all are taken, one that was not asked for lately
 * makes room (second chance, as in the clock algorithm). For one thread.
 */
final class NearTable {

  /** In place of a slot. */
  private static final int NONE = -1;

  private static final int WAYS = 8;
  private static final long FREE = 0;

  /** Fibonacci hashing: neighbours are spread over all sets (Knuth, TAOCP 3, section 6.4). */
  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

  private final int shift;
  private final long[] uids;
  // Of each slot the cents, then the version: both are wanted at once.
  private final long[] values;
  private final boolean[] recent;
  private int turn;
  private int size;

  /**
   * @param accounts how many it is to have room for, at least one; rounded up to a power of two
   */
  NearTable(int accounts) {
    int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros((accounts - 1L) / WAYS));
    int slots = WAYS << bits;
    shift = Long.SIZE - bits;
    uids = new long[slots];
    values = new long[2 * slots];
    recent = new boolean[slots];
  }

  int size() {
    return size;
  }

  /**
   * Looks up all accounts that were not found yet.
   *
   * @return how many are still not found
   */
  int find(NearLookup lookup) {
    // All slots before any value: so the processor waits for memory once, not for each account.
    int[] slots = new int[lookup.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = slotOf(lookup.uid(i));
    }
    int missing = 0;
    for (int i = 0; i < slots.length; i++) {
      int slot = slots[i];
      if (slot != NONE) {
        lookup.found(i, values[2 * slot], values[2 * slot + 1]);
        recent[slot] = true;
      } else if (!lookup.isFound(i)) {
        missing++;
      }
    }
    return missing;
  }

  private int slotOf(long uid) {
    int first = firstOf(uid);
    for (int slot = first; slot < first + WAYS; slot++) {
      if (uids[slot] == uid) {
        return slot;
      }
    }
    return NONE;
  }

  void put(Balance balance) {
    long uid = balance.uid().value();
    int slot = slotOf(uid);
    if (slot == NONE) {
      slot = makeRoom(firstOf(uid));
      // Who is asked for once does not displace who is asked for often.
      recent[slot] = false;
    }
    uids[slot] = uid;
    values[2 * slot] = balance.amount().cents();
    values[2 * slot + 1] = balance.version();
  }

  void remove(long uid) {
    int slot = slotOf(uid);
    if (slot != NONE) {
      uids[slot] = FREE;
      size--;
    }
  }

  void clear() {
    if (size > 0) {
      Arrays.fill(uids, FREE);
      size = 0;
    }
  }

  private int firstOf(long uid) {
    return (int) ((uid * GOLDEN_RATIO) >>> shift) * WAYS;
  }

  private int makeRoom(int first) {
    for (int slot = first; slot < first + WAYS; slot++) {
      if (uids[slot] == FREE) {
        size++;
        return slot;
      }
    }
    turn++;
    for (int i = 0; i < WAYS; i++) {
      int slot = first + (turn + i) % WAYS;
      if (!recent[slot]) {
        return slot;
      }
      recent[slot] = false;
    }
    return first + turn % WAYS;
  }
}

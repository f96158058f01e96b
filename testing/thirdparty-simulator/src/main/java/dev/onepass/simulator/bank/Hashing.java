// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator.bank;

/** Bit mixing, and the way from a hash to a place in a table. */
final class Hashing {

  private Hashing() {}

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a bijection of 64 bits. */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * A place in 0 to {@code size - 1}, from the hash's high bits: multiplication instead of division
   * (Lemire, TOMACS 2019), so a table's size need not be a power of two.
   */
  static int place(long hash, int size) {
    return (int) Math.multiplyHigh(hash >>> 1, (long) size << 1);
  }

  /** Which of {@code stripes} (a power of two) a hash belongs to, from its low bits. */
  static int stripe(long hash, int stripes) {
    return (int) hash & (stripes - 1);
  }

  /** The size after {@code size}: half as large again, so no table is ever less than half full. */
  static int grown(int size) {
    return Math.addExact(size, size >> 1);
  }

  /** Whether a table of {@code size} places should grow before it holds {@code entries}. */
  static boolean tooFull(int entries, int size) {
    return entries > size - (size >> 2);
  }
}

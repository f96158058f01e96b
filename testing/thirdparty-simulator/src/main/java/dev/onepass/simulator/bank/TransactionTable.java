// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator.bank;

/**
 * A share of the judged transaction ids: open addressing over one array, two words a place.
 *
 * <p>The first word is the hash's high part; the second holds its low part, one bit that says
 * settled, and 31 bits of (uid, amount). A reuse with another uid or amount therefore passes as a
 * repetition once in two thousand million times; even then it moves no money. A place is 16 bytes,
 * and a table is between half and three quarters full: 21 to 32 bytes an id. Not thread-safe;
 * {@link Bank} holds this object's monitor around every call.
 */
final class TransactionTable {

  private static final int SETTLED_BIT = 1 << 31;

  private long[] words = new long[2 * 16];
  private int size;

  /** Whether the id was judged before, and how this (uid, amount) fares by that. */
  Memory recall(TransactionHash id, long uid, long cents) {
    int at = probe(words, id.high(), id.low());
    if (words[at] == 0) {
      return Memory.NEW;
    }
    int kept = (int) words[at + 1];
    if ((kept & ~SETTLED_BIT) != fingerprint(uid, cents)) {
      return Memory.OTHER_CONTENT;
    }
    return (kept & SETTLED_BIT) == 0 ? Memory.NOT_SETTLED : Memory.SETTLED;
  }

  /** Keeps the id with its content, or marks the one that is kept already. */
  void remember(TransactionHash id, long uid, long cents, boolean settled) {
    int at = probe(words, id.high(), id.low());
    if (words[at] == 0 && Hashing.tooFull(size + 1, words.length / 2)) {
      grow();
      at = probe(words, id.high(), id.low());
    }
    if (words[at] == 0) {
      size++;
    }
    int kept = fingerprint(uid, cents) | (settled ? SETTLED_BIT : 0);
    words[at] = id.high();
    words[at + 1] = pair(id.low(), kept);
  }

  int size() {
    return size;
  }

  long bytes() {
    return (long) words.length * Long.BYTES;
  }

  /** The index of the id's first word, or of the free place where it belongs. */
  private static int probe(long[] words, long high, int low) {
    int at = 2 * Hashing.place(high, words.length / 2);
    while (words[at] != 0 && !(words[at] == high && (int) (words[at + 1] >>> 32) == low)) {
      at = at + 2 == words.length ? 0 : at + 2;
    }
    return at;
  }

  private void grow() {
    long[] old = words;
    long[] larger = new long[2 * Hashing.grown(old.length / 2)];
    for (int from = 0; from < old.length; from += 2) {
      if (old[from] != 0) {
        int to = probe(larger, old[from], (int) (old[from + 1] >>> 32));
        larger[to] = old[from];
        larger[to + 1] = old[from + 1];
      }
    }
    words = larger;
  }

  private static int fingerprint(long uid, long cents) {
    return (int) Hashing.mix(Hashing.mix(uid) + cents) & ~SETTLED_BIT;
  }

  private static long pair(int high, int low) {
    return ((long) high << 32) | (low & 0xffff_ffffL);
  }

  /** What the table knows about an id. */
  enum Memory {
    NEW,
    NOT_SETTLED,
    SETTLED,
    OTHER_CONTENT
  }
}

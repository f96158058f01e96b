// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.model;

/**
 * The idempotency key of one transfer: its caller's name for one intent. The ledger gives the same
 * answer to the same id for ever. Immutable.
 *
 * @param value 1 to 160 visible ASCII characters; those that begin with {@link #RESERVED} are the
 *     ledger's own
 */
public record RequestId(String value) {

  /** The beginning of every id that the ledger gives to a transfer of its own making. */
  public static final String RESERVED = "onepass:";

  /** The longest id that a caller may choose. */
  public static final int CALLER_LENGTH_MAX = 128;

  private static final int LENGTH_MAX = 160;

  /**
   * @throws IllegalArgumentException if blank, over-long or not of visible ASCII
   */
  public RequestId {
    VisibleAscii.require("request id", value, LENGTH_MAX);
  }

  /**
   * An id that a caller chose.
   *
   * @throws IllegalArgumentException if blank, longer than 128 characters, not of visible ASCII, or
   *     one of the ledger's own
   */
  public static RequestId ofCaller(String value) {
    VisibleAscii.require("request id", value, CALLER_LENGTH_MAX);
    if (value.startsWith(RESERVED)) {
      throw new IllegalArgumentException("a request id must not begin with " + RESERVED);
    }
    return new RequestId(value);
  }

  /** The id of the credit that the {@code number}th checkpoint of an item makes. */
  public static RequestId ofSweep(BatchId batch, Uid uid, int number) {
    return new RequestId(sweepPrefix(batch) + uid + ":" + number);
  }

  /** What the ids of all credits of a batch begin with. */
  public static String sweepPrefix(BatchId batch) {
    return RESERVED + "sweep:" + batch + ":";
  }

  /** The id of the row that an adopted balance begins its journal with. */
  public static RequestId ofOpening(Uid uid) {
    return new RequestId(RESERVED + "opening:" + uid);
  }

  @Override
  public String toString() {
    return value;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.model;

/**
 * The caller's name for one batch ({@code batchPayId}). Unique for ever. Immutable.
 *
 * @param value 1 to 64 visible ASCII characters
 */
public record BatchId(String value) implements Comparable<BatchId> {

  public static final int LENGTH_MAX = 64;

  /**
   * @throws IllegalArgumentException if blank, over-long or not of visible ASCII
   */
  public BatchId {
    VisibleAscii.require("batchPayId", value, LENGTH_MAX);
  }

  @Override
  public int compareTo(BatchId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

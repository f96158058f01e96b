// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture.history;

/**
 * The time from a request to its answer: whatever was done for it took effect in between.
 *
 * @param begin nanoseconds of the machine's steady clock, since some moment
 * @param end no earlier
 */
public record Span(long begin, long end) {

  /** Of what nobody knows when it was asked for. */
  public static final Span ANY_TIME = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

  /** Whether there is a moment that belongs to both. */
  public boolean overlaps(Span other) {
    return begin <= other.end && other.begin <= end;
  }
}

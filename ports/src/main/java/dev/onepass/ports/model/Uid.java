// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.model;

/**
 * The name of a user, and of the one account that the user has on each side. Immutable.
 *
 * @param value above zero for users; zero is {@link #EXTERNAL}
 */
public record Uid(long value) implements Comparable<Uid> {

  /**
   * The external world: what every amount that enters the ledger is debited to, so that each
   * transfer balances by itself. It has no balance row and is never locked.
   */
  public static final Uid EXTERNAL = new Uid(0);

  /**
   * @throws IllegalArgumentException if negative
   */
  public Uid {
    if (value < 0) {
      throw new IllegalArgumentException("a uid is not negative: " + value);
    }
  }

  public boolean isExternal() {
    return value == 0;
  }

  @Override
  public int compareTo(Uid other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}

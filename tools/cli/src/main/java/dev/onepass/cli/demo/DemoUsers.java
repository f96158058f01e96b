// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import dev.onepass.ports.model.Money;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Accounts at the third party, with what they hold: from 14.48 to 200,995.87, both ends included if
 * there are two accounts or more. The same for the same count and seed.
 *
 * @param centsByUid by ascending uid, from 1001 on
 */
public record DemoUsers(Map<Long, Long> centsByUid) {

  /** The most accounts of one batch. */
  public static final int COUNT_MAX = 1_000_000;

  private static final long FIRST_UID = 1001;
  private static final long PAY_CENTS_MAX = 10_000_00;
  private static final int REST_BINARY_DIGITS = 20;
  private static final long CENTS_MIN = 14_48;
  private static final long CENTS_MAX = 200_995_87;

  /** Keeps what it is given, unchangeable. */
  public DemoUsers {
    centsByUid = Collections.unmodifiableMap(new LinkedHashMap<>(centsByUid));
  }

  /** So many accounts. */
  public static DemoUsers of(int count, long seed) {
    Random random = new Random(seed);
    Map<Long, Long> cents = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      cents.put(FIRST_UID + i, random.nextLong(CENTS_MIN, CENTS_MAX + 1));
    }
    cents.computeIfPresent(FIRST_UID, (uid, any) -> CENTS_MIN);
    cents.computeIfPresent(FIRST_UID + 1, (uid, any) -> CENTS_MAX);
    return new DemoUsers(cents);
  }

  /** The smallest of them; there must be one. */
  public long firstUid() {
    return uids().get(0);
  }

  /** The largest of them; there must be one. */
  public long lastUid() {
    return uids().get(centsByUid.size() - 1);
  }

  List<Long> uids() {
    return List.copyOf(centsByUid.keySet());
  }

  /** What they hold together. */
  public Money total() {
    return Money.ofCents(centsByUid.values().stream().mapToLong(Long::longValue).sum());
  }

  /**
   * The fewest calls that can find out and move it all while none fails: for each account the full
   * payments it holds, one more that is refused, and one for each binary digit of what is left.
   */
  long floorCalls() {
    return centsByUid.values().stream()
        .mapToLong(cents -> cents / PAY_CENTS_MAX + 1 + REST_BINARY_DIGITS)
        .sum();
  }
}

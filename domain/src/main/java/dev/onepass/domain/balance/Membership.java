// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.ports.cache.CacheMembers.Sign;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The place of this server among those that use one cache: what it says to the others, and what
 * their signs come to. {@link #sign} is for one thread at a time, all else is thread-safe.
 *
 * <p>Nobody compares clocks: a member is alive if its count rises, and silent if that has not risen
 * for five seconds of this server's time.
 */
final class Membership {

  /** How often a member signs. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final long SILENT_NANOS = Duration.ofSeconds(5).toNanos();

  /** What the signs of the others say of the cache. */
  enum Finding {
    /** Some have not been heard twice yet. */
    TOO_EARLY,
    /** All are alive, and some of them trust the cache and know of all reports. */
    VOUCHED_FOR,
    /** Nobody is there, or some are silent, or nobody trusts it. */
    UNKNOWN
  }

  /**
   * @param first the first sign that was seen of a member
   * @param last the latest one
   * @param sinceNanos when that was seen for the first time
   */
  private record Heard(Sign first, Sign last, long sinceNanos) {

    boolean again() {
      return last.count() != first.count();
    }
  }

  private final CacheMembers members;
  private final String self;
  private final Timekeeper timekeeper;
  private volatile Map<String, Heard> others = Map.of();

  Membership(CacheMembers members, String self, Timekeeper timekeeper) {
    this.members = members;
    this.self = self;
    this.timekeeper = timekeeper;
  }

  /** Says that this server is there, and takes note of the others; see {@link CacheMembers}. */
  void sign(boolean trusts, long reports) {
    Map<String, Sign> signs = new HashMap<>(members.sign(self, trusts, reports));
    signs.remove(self);
    long now = timekeeper.nanoTime();
    Map<String, Heard> heard = new HashMap<>();
    signs.forEach((member, sign) -> heard.put(member, hear(others.get(member), sign, now)));
    others = heard;
  }

  private static Heard hear(@Nullable Heard before, Sign sign, long now) {
    if (before == null) {
      return new Heard(sign, sign, now);
    }
    boolean isNew = sign.count() != before.last().count();
    return new Heard(before.first(), sign, isNew ? now : before.sinceNanos());
  }

  /** Those that may have died with changes that the cache has not heard of. */
  Set<String> silent() {
    long now = timekeeper.nanoTime();
    Set<String> silent = new HashSet<>();
    others.forEach(
        (member, heard) -> {
          if (now - heard.sinceNanos() >= SILENT_NANOS) {
            silent.add(member);
          }
        });
    return silent;
  }

  /**
   * @param reports how many outages the cache must have been made to forget for
   */
  Finding finding(long reports) {
    if (!silent().isEmpty()) {
      return Finding.UNKNOWN;
    }
    if (others.values().stream().anyMatch(heard -> !heard.again())) {
      return Finding.TOO_EARLY;
    }
    return others.values().stream()
            .map(Heard::last)
            .anyMatch(sign -> sign.trusts() && sign.reports() >= reports)
        ? Finding.VOUCHED_FOR
        : Finding.UNKNOWN;
  }

  /** Forgets those members, once the cache has forgotten what they may have left in it. */
  void remove(Set<String> silent) {
    if (!silent.isEmpty()) {
      members.remove(silent);
    }
  }

  /** Says that this server will make no changes any more. */
  void leave() {
    members.remove(List.of(self));
  }
}

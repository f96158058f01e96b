// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import java.time.Duration;

/** What is done to one of the parts of a cluster. The arena undoes it. */
public enum ClusterFault {
  KILL_DATABASE("the MySQL primary is killed (-9)", arena -> arena.database().primary().kill()),
  FREEZE_DATABASE("the MySQL primary is frozen", arena -> arena.database().primary().freeze()),
  KILL_CACHE("the Redis primary is killed (-9)", arena -> arena.cache().primary().kill()),
  FREEZE_CACHE("the Redis primary is frozen", arena -> arena.cache().freezePrimary()),
  KILL_SERVER("a server is killed (-9)", arena -> arena.anyNode().kill()),
  CUT_SERVER("a server hears no more of MySQL", ClusterArena::cutOffAnyNode);

  @FunctionalInterface
  private interface Strike {
    void on(ClusterArena arena);
  }

  /** Longer than the group, the sentinels and the claims of a server take to give it up. */
  private static final Duration LASTS = Duration.ofSeconds(12);

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Strike strike;

  ClusterFault(String words, Strike strike) {
    this.words = words;
    this.strike = strike;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** For how long at least it is not undone. */
  Duration lasts() {
    return this == CUT_SERVER ? LASTS : Duration.ZERO;
  }

  void strike(ClusterArena arena) {
    strike.on(arena);
  }
}

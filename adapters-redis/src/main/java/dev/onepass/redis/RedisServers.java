// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.util.List;
import java.util.stream.Collectors;

/** Which servers make up the Redis that is used, and who says where its data is. Immutable. */
public sealed interface RedisServers {

  /** One server at a fixed address. */
  record Single(RedisAddress address) implements RedisServers {
    @Override
    public String toString() {
      return "Redis at " + address;
    }
  }

  /**
   * One primary, whose address the sentinels know.
   *
   * @param primary the name that they know it by
   * @param sentinels some of them; the others are not looked for
   * @param password what the sentinels ask for, empty for none; never printed
   */
  record Sentinels(String primary, List<RedisAddress> sentinels, String password)
      implements RedisServers {

    public Sentinels {
      sentinels = List.copyOf(sentinels);
      if (primary.isBlank() || sentinels.isEmpty()) {
        throw new IllegalArgumentException(
            "Redis by sentinels needs the primary's name and the address of a sentinel");
      }
    }

    @Override
    public String toString() {
      return "Redis " + primary + " by sentinels at " + joined(sentinels);
    }
  }

  /**
   * A cluster, which tells by itself where which part of its data is.
   *
   * @param seeds some of its servers; the others are found by them
   */
  record Cluster(List<RedisAddress> seeds) implements RedisServers {

    public Cluster {
      seeds = List.copyOf(seeds);
      if (seeds.isEmpty()) {
        throw new IllegalArgumentException("a Redis cluster needs the address of a server");
      }
    }

    @Override
    public String toString() {
      return "Redis cluster of " + joined(seeds);
    }
  }

  private static String joined(List<RedisAddress> addresses) {
    return addresses.stream().map(RedisAddress::toString).collect(Collectors.joining(", "));
  }
}

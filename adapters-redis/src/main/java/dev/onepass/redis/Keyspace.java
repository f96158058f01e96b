// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Names keys. On a cluster a script or an MGET may touch only keys of one slot: there the data is
 * cut into partitions, each in the slot of its hash tag, with a generation and a counter of its
 * own, and so each a small Redis by itself. Elsewhere there is one partition. Immutable.
 */
final class Keyspace {

  // Many enough to lie evenly on a handful of servers, few enough to visit each of them.
  private static final int PARTITIONS_OF_CLUSTER = 32;

  private final String prefix;
  private final int partitions;

  private Keyspace(String prefix, int partitions) {
    this.prefix = prefix;
    this.partitions = partitions;
  }

  /** The keys for such servers. */
  static Keyspace of(RedisConfig config) {
    boolean cluster = config.servers() instanceof RedisServers.Cluster;
    return new Keyspace(config.prefix(), cluster ? PARTITIONS_OF_CLUSTER : 1);
  }

  int partitions() {
    return partitions;
  }

  /** The numbers of all partitions. */
  IntStream all() {
    return IntStream.range(0, partitions);
  }

  int partitionOf(Uid uid) {
    return (int) Long.remainderUnsigned(uid.value(), partitions);
  }

  int partitionOf(String name) {
    return Math.floorMod(name.hashCode(), partitions);
  }

  /** The key of something in a partition, such as {@code balance:1001}. */
  String key(int partition, String name) {
    return partitions == 1 ? prefix + name : prefix + "{" + partition + "}:" + name;
  }

  /** Sorts what a call is about by partition, the order within each unchanged. */
  <T> Map<Integer, List<T>> sort(Collection<T> whole, ToIntFunction<T> partitionOf) {
    if (partitions == 1) {
      return Map.of(0, List.copyOf(whole));
    }
    return whole.stream()
        .collect(Collectors.groupingBy(partitionOf::applyAsInt, TreeMap::new, Collectors.toList()));
  }
}

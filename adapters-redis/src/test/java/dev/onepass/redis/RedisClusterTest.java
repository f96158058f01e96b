// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Three primaries and a replica as processes: one primary is killed, a partition moves. */
class RedisClusterTest {

  private static final List<Integer> SLOTS =
      IntStream.range(0, 32)
          .mapToObj(partition -> JedisClusterCRC16.getSlot("onepass:{" + partition + "}:x"))
          .toList();

  @Test
  void aFailoverUnderLoadServesNothingStale(@TempDir Path root)
      throws InterruptedException, ExecutionException {
    try (RedisCluster cluster = new RedisCluster(root);
        RedisAdapter adapter = cluster.connect(1);
        CacheUnderLoad load = new CacheUnderLoad(adapter)) {
      load.awaitService();

      cluster.servers.get(0).kill();
      Patience.until("the replica is primary", () -> cluster.isPrimary(3));
      load.awaitService();

      assertThat(load.outages()).isPositive();
      load.finish();
    }
  }

  @Test
  void slotsThatMoveUnderLoadLeaveNothingStale(@TempDir Path root)
      throws InterruptedException, ExecutionException {
    try (RedisCluster cluster = new RedisCluster(root);
        RedisAdapter adapter = cluster.connect(1);
        CacheUnderLoad load = new CacheUnderLoad(adapter)) {
      load.awaitService();
      List<Integer> ofFirst = SLOTS.stream().filter(slot -> slot < RedisCluster.SLOTS / 3).toList();
      assertThat(ofFirst).isNotEmpty();

      for (int slot : ofFirst) {
        cluster.migrate(slot, 0, 1);
        load.awaitService();
      }
      for (int slot : ofFirst) {
        cluster.migrate(slot, 1, 0);
      }
      load.awaitService();

      load.finish();
    }
  }

  @Test
  void partitionsLieOnAllServersOfAClusterOfThree() {
    int third = RedisCluster.SLOTS / 3;
    for (int server = 0; server < 3; server++) {
      int from = server * third;
      assertThat(SLOTS)
          .filteredOn(slot -> slot >= from && slot < from + third)
          .hasSizeBetween(6, 16);
    }
  }
}

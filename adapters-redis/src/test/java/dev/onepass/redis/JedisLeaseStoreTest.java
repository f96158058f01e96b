// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lease scripts on a real Redis, beyond what the contract asks of every store. */
class JedisLeaseStoreTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static RedisServer redis;
  private final LeaseStore leases = redis.adapter.leases();

  @BeforeAll
  static void start() {
    redis = new RedisServer();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void forgetEverything() {
    redis.client.flushAll();
  }

  @Test
  void tokensGoOnRisingWhenRedisForgotTheCounter() {
    Lease before = leases.tryAcquire(List.of("a"), LONG).get(0);
    redis.client.flushAll();

    Lease after = leases.tryAcquire(List.of("a"), LONG).get(0);

    assertThat(after.fencingToken()).isGreaterThan(before.fencingToken());
  }

  @Test
  void tokensGoOnRisingWhenTheClockFellBehind() {
    long ahead = (1L << 53) - 10;
    redis.client.set("onepass:lease-token", Long.toString(ahead));

    List<Lease> granted = leases.tryAcquire(List.of("a", "b", "c"), LONG);

    assertThat(granted)
        .extracting(Lease::fencingToken)
        .containsExactly(ahead + 1, ahead + 2, ahead + 3);
  }

  @Test
  void leasesExpireByTheServersClock() {
    leases.tryAcquire(List.of("a"), LONG);

    assertThat(redis.client.pttl("onepass:lease:a")).isBetween(1L, LONG.toMillis());
  }

  @Test
  void renewalStartsTheTimeAnew() {
    List<Lease> held = leases.tryAcquire(List.of("a"), Duration.ofSeconds(1));

    Set<Lease> lost = leases.renew(held, LONG);

    assertThat(lost).isEmpty();
    assertThat(redis.client.pttl("onepass:lease:a")).isGreaterThan(1_000);
  }

  @Test
  void thousandsGoInOneCall() {
    List<String> all = IntStream.range(0, 9_001).mapToObj(i -> "account/" + i).toList();
    List<Lease> odd =
        leases.tryAcquire(
            IntStream.range(0, 4_500).mapToObj(i -> all.get(2 * i + 1)).toList(), LONG);

    List<Lease> even = leases.tryAcquire(all, LONG);

    assertThat(even).hasSize(4_501);
    List<Lease> both = new ArrayList<>(odd);
    both.addAll(even);
    assertThat(both).extracting(Lease::resource).containsExactlyInAnyOrderElementsOf(all);
    assertThat(both).extracting(Lease::fencingToken).doesNotHaveDuplicates();
    assertThat(both).extracting(Lease::holder).doesNotHaveDuplicates();
    assertThat(leases.renew(both, LONG)).isEmpty();
    leases.release(both);
    assertThat(leases.renew(both, LONG)).hasSize(9_001);
  }

  @Test
  void aLeaseForNoTimeIsRefused() {
    assertThatThrownBy(() -> leases.tryAcquire(List.of("a"), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoNodesNeverHoldOneResource() {
    for (int seed = 0; seed < 5; seed++) {
      redis.client.flushAll();
      Random random = new Random(seed);
      try (RedisAdapter other = redis.connect(0)) {
        List<LeaseStore> nodes = List.of(leases, other.leases());
        List<Lease> held = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
          LeaseStore node = nodes.get(random.nextInt(2));
          if (random.nextInt(3) > 0) {
            held.addAll(
                node.tryAcquire(List.of("r" + random.nextInt(8), "r" + random.nextInt(8)), LONG));
          } else if (!held.isEmpty()) {
            node.release(List.of(held.remove(random.nextInt(held.size()))));
          }
          Set<String> resources = new HashSet<>();
          held.forEach(lease -> resources.add(lease.resource()));
          assertThat(resources).as("seed %d, step %d", seed, step).hasSameSizeAs(held);
        }
        assertThat(leases.renew(held, LONG)).as("seed %d", seed).isEmpty();
      }
    }
  }
}

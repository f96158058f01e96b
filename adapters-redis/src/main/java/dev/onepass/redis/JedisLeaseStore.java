// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A lease is a key that holds its holder's name and expires.
 *
 * <p>One counter serves all resources of a partition: its tokens rise for each of them, and a
 * million accounts leave nothing behind. It never falls behind the server's clock in microseconds,
 * so that tokens go on rising even when Redis forgot the counter (a flush, a failover to a replica
 * that had not heard of it), unless the clock of the new server is behind by more than that took.
 * For that rest there are the fences of the database.
 */
final class JedisLeaseStore implements LeaseStore {

  private static final LuaScript ACQUIRE = LuaScript.named("lease-acquire");
  private static final LuaScript RENEW = LuaScript.named("lease-renew");
  private static final LuaScript RELEASE = LuaScript.named("lease-release");
  private static final String COUNTER = "lease-token";
  private static final int CHUNK = 500;

  private final GuardedRedis redis;
  private final Keyspace keys;
  private final Supplier<? extends RandomGenerator> random;

  JedisLeaseStore(GuardedRedis redis, Keyspace keys, Supplier<? extends RandomGenerator> random) {
    this.redis = redis;
    this.keys = keys;
    this.random = random;
  }

  @Override
  public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
    String millis = millis(ttl);
    List<Lease> wanted = resources.stream().map(name -> new Lease(name, newHolder(), 0)).toList();
    Map<Lease, Long> tokens = run("acquire leases", ACQUIRE, wanted, List.of(millis));
    return wanted.stream()
        .filter(lease -> tokens.getOrDefault(lease, 0L) > 0)
        .map(lease -> new Lease(lease.resource(), lease.holder(), tokens.getOrDefault(lease, 0L)))
        .toList();
  }

  @Override
  public Set<Lease> renew(Collection<Lease> leases, Duration ttl) {
    Map<Lease, Long> renewed = run("renew leases", RENEW, leases, List.of(millis(ttl)));
    return leases.stream()
        .filter(lease -> renewed.getOrDefault(lease, 0L) == 0)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void release(Collection<Lease> leases) {
    run("release leases", RELEASE, leases, List.of());
  }

  /** Runs a script over leases, which answers with a number for each. */
  private Map<Lease, Long> run(
      String purpose, LuaScript script, Collection<Lease> leases, List<String> lastArguments) {
    Map<Lease, Long> numbers = new HashMap<>();
    keys.sort(leases, lease -> keys.partitionOf(lease.resource()))
        .forEach(
            (partition, some) -> {
              List<LuaScript.Call> calls =
                  Chunks.of(some, CHUNK).stream()
                      .map(chunk -> call(script, partition, chunk, lastArguments))
                      .toList();
              List<@Nullable Object> answers =
                  redis.call(purpose, partition, server -> script.run(server, calls));
              collect(some, answers, numbers);
            });
    return numbers;
  }

  private static void collect(
      List<Lease> leases, List<@Nullable Object> answers, Map<Lease, Long> numbers) {
    Iterator<Lease> next = leases.iterator();
    for (Object answer : answers) {
      for (Object number : (List<?>) Objects.requireNonNull(answer)) {
        numbers.put(next.next(), (Long) number);
      }
    }
  }

  private LuaScript.Call call(
      LuaScript script, int partition, List<Lease> leases, List<String> lastArguments) {
    List<String> names = new ArrayList<>();
    if (script == ACQUIRE) {
      names.add(keys.key(partition, COUNTER));
    }
    List<String> arguments = new ArrayList<>();
    for (Lease lease : leases) {
      names.add(keys.key(partition, "lease:" + lease.resource()));
      arguments.add(lease.holder());
    }
    arguments.addAll(lastArguments);
    return new LuaScript.Call(names, arguments);
  }

  private static String millis(Duration ttl) {
    if (ttl.isZero() || ttl.isNegative()) {
      throw new IllegalArgumentException("a lease lasts for some time: " + ttl);
    }
    return Long.toString(Math.max(1, ttl.toMillis()));
  }

  private String newHolder() {
    RandomGenerator source = random.get();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(source.nextLong()) + hex.toHexDigits(source.nextLong());
  }
}

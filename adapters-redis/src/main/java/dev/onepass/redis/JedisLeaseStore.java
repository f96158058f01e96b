// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import redis.clients.jedis.RedisClient;

/**
 * A lease is a key that holds its holder's name and expires.
 *
 * <p>One counter serves all resources: its tokens rise for each of them, and a million accounts
 * leave nothing behind. It never falls behind the server's clock in microseconds, so that tokens go
 * on rising even when Redis forgot the counter (a flush, a failover to a replica that had not heard
 * of it), unless the clock of the new server is behind by more than that took. For that rest there
 * are the fences of the database.
 */
final class JedisLeaseStore implements LeaseStore {

  static final String COUNTER_KEY = "onepass:lease-token";
  static final String KEY_PREFIX = "onepass:lease:";

  private static final LuaScript ACQUIRE = LuaScript.named("lease-acquire");
  private static final LuaScript RENEW = LuaScript.named("lease-renew");
  private static final LuaScript RELEASE = LuaScript.named("lease-release");
  private static final int CHUNK = 500;

  private final GuardedRedis redis;
  private final Supplier<? extends RandomGenerator> random;

  JedisLeaseStore(GuardedRedis redis, Supplier<? extends RandomGenerator> random) {
    this.redis = redis;
    this.random = random;
  }

  @Override
  public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
    String millis = millis(ttl);
    List<Lease> wanted = resources.stream().map(name -> new Lease(name, newHolder(), 0)).toList();
    List<Long> tokens =
        redis.call(
            "acquire leases",
            client -> run(ACQUIRE, client, wanted, List.of(COUNTER_KEY), List.of(millis)));
    List<Lease> granted = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (tokens.get(i) > 0) {
        Lease lease = wanted.get(i);
        granted.add(new Lease(lease.resource(), lease.holder(), tokens.get(i)));
      }
    }
    return granted;
  }

  @Override
  public Set<Lease> renew(Collection<Lease> leases, Duration ttl) {
    String millis = millis(ttl);
    List<Lease> held = List.copyOf(leases);
    List<Long> renewed =
        redis.call("renew leases", client -> run(RENEW, client, held, List.of(), List.of(millis)));
    Set<Lease> lost = new HashSet<>();
    for (int i = 0; i < held.size(); i++) {
      if (renewed.get(i) == 0) {
        lost.add(held.get(i));
      }
    }
    return lost;
  }

  @Override
  public void release(Collection<Lease> leases) {
    List<Lease> held = List.copyOf(leases);
    redis.call("release leases", client -> run(RELEASE, client, held, List.of(), List.of()));
  }

  /** Runs a script over leases in chunks; its answer is a number for each lease. */
  private static List<Long> run(
      LuaScript script,
      RedisClient client,
      List<Lease> leases,
      List<String> firstKeys,
      List<String> lastArguments) {
    List<LuaScript.Call> calls =
        Chunks.of(leases, CHUNK).stream()
            .map(some -> call(some, firstKeys, lastArguments))
            .toList();
    List<Long> numbers = new ArrayList<>(leases.size());
    for (Object answer : script.run(client, calls)) {
      for (Object number : (List<?>) answer) {
        numbers.add((Long) number);
      }
    }
    return numbers;
  }

  private static LuaScript.Call call(
      List<Lease> leases, List<String> firstKeys, List<String> lastArguments) {
    List<String> keys = new ArrayList<>(firstKeys);
    List<String> arguments = new ArrayList<>();
    for (Lease lease : leases) {
      keys.add(KEY_PREFIX + lease.resource());
      arguments.add(lease.holder());
    }
    arguments.addAll(lastArguments);
    return new LuaScript.Call(keys, arguments);
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

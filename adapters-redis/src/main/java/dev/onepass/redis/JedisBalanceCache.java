// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/**
 * Balances in Redis, written by one script that lets the newer version win. An entry lasts for 23
 * to 24 hours, each a little else, so that those loaded together do not expire together.
 *
 * <p>A proxy that hides a failover from its clients also hides it from the check of {@link
 * CheckedConnections}; {@link #invalidate} after it.
 */
final class JedisBalanceCache implements BalanceCache {

  private static final LuaScript PUT = LuaScript.named("balance-put");
  private static final int PUT_CHUNK = 500;
  private static final int VIEW_CHUNK = 2_000;
  private static final int SECONDS_MAX = (int) Duration.ofHours(24).toSeconds();
  private static final int SECONDS_SPREAD = (int) Duration.ofHours(1).toSeconds();

  private final GuardedRedis redis;
  private final Generation generation;
  private final Supplier<? extends RandomGenerator> random;

  JedisBalanceCache(
      GuardedRedis redis, Generation generation, Supplier<? extends RandomGenerator> random) {
    this.redis = redis;
    this.generation = generation;
    this.random = random;
  }

  @Override
  public View view(Collection<Uid> uids) {
    List<List<Uid>> chunks = Chunks.of(List.copyOf(uids), VIEW_CHUNK);
    return redis.call("read balances", client -> view(client, chunks));
  }

  @Override
  public long generation() {
    return generation.seenLast();
  }

  @Override
  public void put(Collection<Balance> balances, long readUnder) {
    if (balances.isEmpty()) {
      return;
    }
    List<LuaScript.Call> calls =
        Chunks.of(List.copyOf(balances), PUT_CHUNK).stream()
            .map(some -> putCall(some, readUnder))
            .toList();
    redis.call("keep balances", client -> put(client, calls));
  }

  @Override
  public void invalidate() {
    redis.call(
        "forget balances",
        client -> {
          generation.renew(client);
          return true;
        });
  }

  private View view(RedisClient client, List<List<Uid>> chunks) {
    List<Response<List<@Nullable String>>> responses = new ArrayList<>(chunks.size());
    try (Pipeline pipeline = client.pipelined()) {
      chunks.forEach(chunk -> responses.add(pipeline.mget(keys(chunk))));
    }
    Map<Uid, Balance> found = new HashMap<>();
    boolean generationMissing = chunks.isEmpty();
    for (int i = 0; i < chunks.size(); i++) {
      generationMissing |= !collect(chunks.get(i), responses.get(i).get(), found);
    }
    long current = generationMissing ? generation.establish(client) : generation.seenLast();
    return new View(found, current);
  }

  /** Adds what one MGET brought. False if Redis had no generation, and so knew nothing. */
  private boolean collect(List<Uid> uids, List<@Nullable String> values, Map<Uid, Balance> found) {
    String current = Generation.numberIn(values.get(0));
    if (current == null) {
      return false;
    }
    generation.saw(current);
    for (int i = 0; i < uids.size(); i++) {
      BalanceEntry.read(uids.get(i), values.get(i + 1), current)
          .ifPresent(balance -> found.put(balance.uid(), balance));
    }
    return true;
  }

  private static String[] keys(List<Uid> uids) {
    String[] keys = new String[uids.size() + 1];
    keys[0] = Generation.KEY;
    for (int i = 0; i < uids.size(); i++) {
      keys[i + 1] = BalanceEntry.key(uids.get(i));
    }
    return keys;
  }

  private boolean put(RedisClient client, List<LuaScript.Call> calls) {
    List<Object> generations = PUT.run(client, calls);
    if (generations.stream().anyMatch(Objects::isNull)) {
      generation.establish(client);
      generations = PUT.run(client, calls);
    }
    Object newest = generations.get(generations.size() - 1);
    if (newest != null) {
      generation.saw((String) newest);
    }
    return true;
  }

  private LuaScript.Call putCall(List<Balance> balances, long readUnder) {
    List<String> keys = new ArrayList<>(balances.size() + 1);
    List<String> arguments = new ArrayList<>(3 * balances.size() + 1);
    keys.add(Generation.KEY);
    arguments.add(Long.toString(readUnder));
    for (Balance balance : balances) {
      keys.add(BalanceEntry.key(balance.uid()));
      arguments.add(Long.toString(balance.version()));
      arguments.add(balance.amount().toString());
      arguments.add(Integer.toString(SECONDS_MAX - random.get().nextInt(SECONDS_SPREAD)));
    }
    return new LuaScript.Call(keys, arguments);
  }
}

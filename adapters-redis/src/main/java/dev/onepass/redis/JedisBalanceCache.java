// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * Balances in Redis, written by one script that lets the newer version win. An entry lasts for 23
 * to 24 hours, each a little else, so that those loaded together do not expire together; one that
 * says that there is no such account, for ten seconds.
 *
 * <p>A proxy that hides a failover from its clients may also hide it from the check of the run id
 * in {@link Generation}; {@link #invalidate} after it. Thread-safe.
 */
final class JedisBalanceCache implements BalanceCache {

  private static final LuaScript PUT = LuaScript.named("balance-put");
  private static final int PUT_CHUNK = 500;
  private static final int VIEW_CHUNK = 2_000;
  private static final int SECONDS_MAX = (int) Duration.ofHours(24).toSeconds();
  private static final int SECONDS_SPREAD = (int) Duration.ofHours(1).toSeconds();

  /** Not long, lest whoever asks for accounts at random fills the memory. */
  private static final int SECONDS_OF_NONE = 10;

  /** Readers leave some connections to writers: a write that is lost costs the whole cache. */
  private static final int WRITERS_PART = 4;

  private final Semaphore readers;
  private final Duration patience;
  private final GuardedRedis redis;
  private final Keyspace keys;
  private final Generation generation;
  private final Supplier<? extends RandomGenerator> random;

  JedisBalanceCache(
      RedisConfig config,
      GuardedRedis redis,
      Keyspace keys,
      Generation generation,
      Supplier<? extends RandomGenerator> random) {
    this.readers = new Semaphore(config.connectionsMax() - config.connectionsMax() / WRITERS_PART);
    this.patience = config.connectTimeout();
    this.redis = redis;
    this.keys = keys;
    this.generation = generation;
    this.random = random;
  }

  /**
   * {@inheritDoc}
   *
   * @throws OverloadedException if too many read at once here, which says nothing of Redis
   */
  @Override
  public View view(Collection<Uid> uids) {
    if (!enters()) {
      throw new OverloadedException("too many read the balance cache at once");
    }
    try {
      return read(uids);
    } finally {
      readers.release();
    }
  }

  private boolean enters() {
    try {
      return readers.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private View read(Collection<Uid> uids) {
    Map<Uid, Balance> found = new HashMap<>();
    boolean known = !uids.isEmpty();
    for (Map.Entry<Integer, List<Uid>> some : keys.sort(uids, keys::partitionOf).entrySet()) {
      int partition = some.getKey();
      known &=
          redis.call(
              "read balances",
              partition,
              server -> view(partition, server, some.getValue(), found));
    }
    if (!known) {
      // What one partition has forgotten, the others may have forgotten too.
      establish();
    }
    return new View(found, generation.seenLast());
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
    keys.sort(balances, balance -> keys.partitionOf(balance.uid()))
        .forEach(
            (partition, some) -> {
              long number = generation.numberIn(partition, readUnder);
              List<LuaScript.Call> calls =
                  Chunks.of(some, PUT_CHUNK).stream()
                      .map(chunk -> putCall(partition, chunk, number))
                      .toList();
              redis.call("keep balances", partition, server -> put(partition, server, calls));
            });
  }

  @Override
  public void invalidate() {
    keys.all()
        .forEach(
            partition ->
                redis.call(
                    "forget balances",
                    partition,
                    server -> {
                      generation.renew(partition, server);
                      return true;
                    }));
  }

  private void establish() {
    keys.all()
        .forEach(
            partition ->
                redis.call(
                    "read the cache's generation",
                    partition,
                    server -> {
                      generation.establish(partition, server);
                      return true;
                    }));
  }

  /** False if the partition has no generation of this run of this server: nothing there counts. */
  private boolean view(int partition, Redis server, List<Uid> uids, Map<Uid, Balance> found) {
    List<List<Uid>> chunks = Chunks.of(uids, VIEW_CHUNK);
    List<Response<List<@Nullable String>>> responses = new ArrayList<>(chunks.size());
    try (Pipeline pipeline = server.pipelined()) {
      chunks.forEach(chunk -> responses.add(pipeline.mget(names(partition, chunk))));
    }
    boolean known = true;
    for (int i = 0; i < chunks.size(); i++) {
      List<@Nullable String> values = responses.get(i).get();
      String current = generation.read(partition, values.get(0), server.runId());
      known &= current != null;
      if (current != null) {
        collect(chunks.get(i), values, current, found);
      }
    }
    return known;
  }

  /** Adds what one MGET brought. */
  private static void collect(
      List<Uid> uids, List<@Nullable String> values, String current, Map<Uid, Balance> found) {
    for (int i = 0; i < uids.size(); i++) {
      BalanceEntry.read(uids.get(i), values.get(i + 1), current)
          .ifPresent(balance -> found.put(balance.uid(), balance));
    }
  }

  private String[] names(int partition, List<Uid> uids) {
    String[] names = new String[uids.size() + 1];
    names[0] = generation.key(partition);
    for (int i = 0; i < uids.size(); i++) {
      names[i + 1] = keys.key(partition, BalanceEntry.name(uids.get(i)));
    }
    return names;
  }

  private boolean put(int partition, Redis server, List<LuaScript.Call> calls) {
    List<@Nullable Object> generations = PUT.run(server, calls);
    if (generations.stream().anyMatch(Objects::isNull)) {
      generation.establish(partition, server);
      generations = PUT.run(server, calls);
    }
    Object newest = generations.get(generations.size() - 1);
    if (newest != null) {
      generation.saw(partition, (String) newest);
    }
    return true;
  }

  private LuaScript.Call putCall(int partition, List<Balance> balances, long readUnder) {
    List<String> names = new ArrayList<>(balances.size() + 1);
    List<String> arguments = new ArrayList<>(3 * balances.size() + 1);
    names.add(generation.key(partition));
    arguments.add(Long.toString(readUnder));
    for (Balance balance : balances) {
      names.add(keys.key(partition, BalanceEntry.name(balance.uid())));
      arguments.add(Long.toString(balance.version()));
      arguments.add(balance.amount().toString());
      arguments.add(Integer.toString(secondsToLive(balance)));
    }
    return new LuaScript.Call(names, arguments);
  }

  private int secondsToLive(Balance balance) {
    return balance.version() == 0
        ? SECONDS_OF_NONE
        : SECONDS_MAX - random.get().nextInt(SECONDS_SPREAD);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.SharedCache;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.rate.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Redis, be it a single server, one with replicas or a cluster, and the ports that it serves.
 * Thread-safe.
 *
 * <pre>{@code
 * try (RedisAdapter redis = RedisAdapter.connect(RedisConfig.of("redis:6379", "", 0))) {
 *   redis.balances().view(uids);
 * }
 * }</pre>
 *
 * <p>While Redis does not answer, calls fail at once rather than after a timeout each; one call a
 * second goes through to find out whether it is back.
 *
 * <p>Where Redis tells which keys change (version 6, no cluster), balances are kept in this process
 * as well, and are as current as those in Redis; see {@link RedisConfig#nearAccounts}.
 *
 * <p>Redis 5 or newer, with the policy {@code noeviction} or {@code volatile-ttl}: one that evicts
 * single balances at will also evicts the memory of how new they were. The user needs {@code INFO},
 * by which a restarted or promoted server is told from the one before.
 */
public final class RedisAdapter implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisAdapter.class);

  private static final Set<String> FIT_POLICIES = Set.of("noeviction", "volatile-ttl");

  private final GuardedRedis redis;
  private final Keyspace keys;
  private final LeaseStore leases;
  private final @Nullable NearCache near;
  private final BalanceCache balances;
  private final StatusCache statuses;
  private final CacheMembers members;

  private RedisAdapter(RedisConfig config, Supplier<? extends RandomGenerator> random) {
    this.keys = Keyspace.of(config);
    var servers = new Servers(config, keys);
    this.redis = new GuardedRedis(config, servers);
    this.leases = new JedisLeaseStore(redis, keys, random);
    var generation = new Generation(keys, random);
    var inRedis = new JedisBalanceCache(config, redis, keys, generation, random);
    this.near =
        config.keepsNear()
            ? new NearCache(servers, new NearBalances(config.nearAccounts(), keys, generation))
            : null;
    this.balances = near == null ? inRedis : new NearBalanceCache(near, inRedis);
    this.statuses = new JedisStatusCache(redis, keys);
    this.members = new JedisCacheMembers(redis, keys);
  }

  /** Connects. If Redis does not answer, says so in the log and keeps trying as calls come. */
  public static RedisAdapter connect(RedisConfig config) {
    return connect(config, ThreadLocalRandom::current);
  }

  static RedisAdapter connect(RedisConfig config, Supplier<? extends RandomGenerator> random) {
    RedisAdapter adapter = new RedisAdapter(config, random);
    try {
      adapter.balances.view(List.of());
      log.info("Connected: {}", config);
      adapter
          .evictionPolicy()
          .filter(policy -> !isFit(policy))
          .ifPresent(
              policy ->
                  log.warn(
                      "Redis evicts by {}: a balance may be forgotten together with how new it was, and an"
                          + " older one be kept in its place; set maxmemory-policy to volatile-ttl or noeviction",
                      policy));
    } catch (UnavailableException e) {
      log.warn("{} - going on without it; it is used as soon as it answers.", e.getMessage());
    }
    return adapter;
  }

  /** The cache and the leases, as One-Pass takes them. */
  public SharedCache cache() {
    return new SharedCache(balances, statuses, leases, members);
  }

  public LeaseStore leases() {
    return leases;
  }

  public BalanceCache balances() {
    return balances;
  }

  public StatusCache statuses() {
    return statuses;
  }

  public CacheMembers members() {
    return members;
  }

  /**
   * A limit that all share who make the same one on the same Redis.
   *
   * @param requests how many of a caller are admitted within a window, at least one
   * @param window how long it is, at least a microsecond
   */
  public RateLimit rateLimit(int requests, Duration window) {
    return rateLimit(requests, window, System::nanoTime);
  }

  JedisRateLimit rateLimit(int requests, Duration window, LongSupplier nanoTime) {
    return new JedisRateLimit(redis, keys, requests, window, nanoTime);
  }

  /**
   * Returns if Redis answers.
   *
   * @throws UnavailableException if not; the message says why
   */
  public void ping() {
    redis.call("ping", 0, server -> server.execute(Redis.COMMANDS.ping()));
  }

  /** Whether that policy forgets no balance before its time. */
  public static boolean isFit(String evictionPolicy) {
    return FIT_POLICIES.contains(evictionPolicy);
  }

  /**
   * What Redis forgets first when its memory is full, as {@code maxmemory-policy} names it; fit are
   * {@code noeviction} and {@code volatile-ttl}. Empty if it does not say.
   *
   * @throws UnavailableException if Redis does not answer
   */
  public Optional<String> evictionPolicy() {
    return redis.call("read the eviction policy", 0, Redis::evictionPolicy);
  }

  /**
   * How many accounts' balances are known in this process; see {@link RedisConfig#nearAccounts}.
   */
  public int nearAccounts() {
    return near == null ? 0 : near.size();
  }

  /** Whether Redis tells just now which balances change, so that they are known in this process. */
  boolean isNear() {
    return near != null && near.isOn();
  }

  /** Closes the connections. Calls after that fail with {@link UnavailableException}. */
  @Override
  public void close() {
    if (near != null) {
      near.close();
    }
    redis.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Balances in Redis, looked up in this process where Redis tells what changes, and in Redis
 * elsewhere; written to Redis. Thread-safe.
 */
final class NearBalanceCache implements BalanceCache {

  /** More would hold up the others who ask. */
  private static final int UIDS_MAX = 2_000;

  private final NearCache near;
  private final JedisBalanceCache redis;

  NearBalanceCache(NearCache near, JedisBalanceCache redis) {
    this.near = near;
    this.redis = redis;
  }

  @Override
  public View view(Collection<Uid> uids) {
    CompletionStage<Map<Uid, Balance>> asked = ask(uids);
    Map<Uid, Balance> found = asked == null ? null : await(asked);
    return found == null ? redis.view(uids) : new View(found, redis.generation());
  }

  /** {@inheritDoc} Nothing is found if this process cannot tell: Redis is not asked then. */
  @Override
  public CompletionStage<View> viewAsync(Collection<Uid> uids) {
    CompletionStage<Map<Uid, Balance>> asked = ask(uids);
    return asked == null
        ? redis.viewAsync(uids)
        : asked.handle(
            (found, unknown) -> new View(found == null ? Map.of() : found, generation()));
  }

  @Override
  public long generation() {
    return redis.generation();
  }

  @Override
  public void put(Collection<Balance> balances, long generation) {
    redis.put(balances, generation);
  }

  @Override
  public void invalidate() {
    redis.invalidate();
  }

  /** Whoever asks for nobody wants to learn the generation, which is in Redis. */
  private @Nullable CompletionStage<Map<Uid, Balance>> ask(Collection<Uid> uids) {
    return uids.isEmpty() || uids.size() > UIDS_MAX ? null : near.ask(uids);
  }

  /** Null if this process cannot tell. */
  private static @Nullable Map<Uid, Balance> await(CompletionStage<Map<Uid, Balance>> asked) {
    try {
      return asked.toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(Dependency.CACHE, "interrupted while reading balances", e);
    } catch (ExecutionException unknown) {
      return null;
    }
  }
}

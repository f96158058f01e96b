// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.domain.model.CacheLoad;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads the cache once for all who ask while it is being loaded: each load begins by forgetting
 * everything, so that a second one would undo the first. Thread-safe.
 */
final class CacheLoading {

  private final Supplier<CacheLoad> load;
  // Guarded by this.
  private @Nullable CompletableFuture<CacheLoad> underWay;

  /**
   * @param load blocks until it is done
   */
  CacheLoading(Supplier<CacheLoad> load) {
    this.load = load;
  }

  /** Returns what the load that is under way comes to, or one that begins now. */
  CacheLoad get() {
    CompletableFuture<CacheLoad> mine = new CompletableFuture<>();
    CompletableFuture<CacheLoad> first = firstOf(mine);
    if (first == mine) {
      run(mine);
    }
    try {
      return first.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run(CompletableFuture<CacheLoad> mine) {
    try {
      mine.complete(load.get());
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      ended();
    }
  }

  private synchronized CompletableFuture<CacheLoad> firstOf(CompletableFuture<CacheLoad> mine) {
    if (underWay == null) {
      underWay = mine;
    }
    return underWay;
  }

  private synchronized void ended() {
    underWay = null;
  }
}

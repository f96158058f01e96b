// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.model.CacheLoad;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CacheLoadingTest {

  private final AtomicInteger loads = new AtomicInteger();

  @Test
  void whoeverAsksMeanwhileGetsTheSameLoadAndWhoeverAsksLaterAnother() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    CacheLoading loading =
        new CacheLoading(
            () -> {
              begun.countDown();
              awaitQuietly(over);
              return new CacheLoad(loads.incrementAndGet(), Duration.ZERO);
            });
    CompletableFuture<CacheLoad> first = CompletableFuture.supplyAsync(loading::get);
    begun.await();
    Thread asking = new Thread(() -> assertThat(loading.get().loaded()).isOne());
    asking.start();
    while (asking.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    over.countDown();
    asking.join();

    assertThat(first.join().loaded()).isOne();
    assertThat(loading.get().loaded()).isEqualTo(2);
  }

  @Test
  void aLoadThatFailsIsToldAsItIsAndKeepsNobodyFromTheNext() {
    List<RuntimeException> failures =
        List.of(
            new UnavailableException(Dependency.CACHE, "lost", null),
            new IllegalStateException("bug"));
    CacheLoading loading =
        new CacheLoading(
            () -> {
              throw failures.get(loads.getAndIncrement());
            });

    assertThatThrownBy(loading::get).isSameAs(failures.get(0));
    assertThatThrownBy(loading::get).isSameAs(failures.get(1));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

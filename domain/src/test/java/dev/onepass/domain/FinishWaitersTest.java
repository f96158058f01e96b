// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.model.BatchEnd;
import dev.onepass.memory.InMemoryBatches;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FinishWaitersTest {

  private static final BatchId BATCH = new BatchId("payday-1");

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final InMemoryBatches stored = new MemoryDatabase(time).batches();

  /** What happens while the answer to a look is on its way. */
  private Runnable meanwhile = () -> {};

  private final FinishWaiters waiters =
      new FinishWaiters(
          (BatchStore)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {BatchStore.class},
                  (proxy, method, arguments) -> {
                    Object answer = method.invoke(stored, arguments);
                    meanwhile.run();
                    return answer;
                  }),
          time,
          task -> time.after(Duration.ZERO, task));

  private void accept() {
    stored.accept(Batch.accepted(BATCH, "one", 1, time.now()), List.of(new Uid(1)));
  }

  @Test
  void whoComesDuringALookIsNotToldWhatItSawBefore() {
    CompletableFuture<BatchEnd> before = waiters.await(BATCH);
    CompletableFuture<?>[] during = new CompletableFuture<?>[1];
    meanwhile =
        () -> {
          meanwhile = () -> {};
          accept();
          during[0] = waiters.await(BATCH);
        };

    time.advance(Duration.ofSeconds(5));

    assertThat(before).isCompletedWithValue(BatchEnd.UNKNOWN);
    assertThat(during[0]).isNotDone();
    stored.finished(BATCH, time.now());
    time.advance(Duration.ofSeconds(5));
    assertThat(during[0].join()).isEqualTo(BatchEnd.FINISHED);
  }

  @Test
  void whoCancelsIsForgotten() {
    accept();
    CompletableFuture<BatchEnd> waiter = waiters.await(BATCH);
    assertThat(waiters.count()).isOne();

    waiter.cancel(false);

    assertThat(waiters.count()).isZero();
    time.advance(Duration.ofSeconds(5));
    assertThat(time.pending()).as("nobody looks for nobody").isZero();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.time;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimekeeperTest {

  private final SystemTimekeeper time = new SystemTimekeeper();

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aTaskRunsAfterItsDelayByTheMonotonicClock() throws Exception {
    CompletableFuture<Long> ran = new CompletableFuture<>();
    long asked = time.nanoTime();
    time.after(Duration.ofMillis(20), () -> ran.complete(time.nanoTime()));
    assertThat(ran.get(10, SECONDS) - asked).isGreaterThanOrEqualTo(20_000_000);
  }

  @Test
  void aCancelledTaskDoesNotRun() throws Exception {
    List<String> ran = new CopyOnWriteArrayList<>();
    time.after(Duration.ofMillis(20), () -> ran.add("cancelled")).run();
    CompletableFuture<Void> later = new CompletableFuture<>();
    time.after(Duration.ofMillis(40), () -> later.complete(null));
    later.get(10, SECONDS);
    assertThat(ran).isEmpty();
  }

  @Test
  void aTaskThatThrowsIsReportedAndHarmsNoOther() throws Exception {
    CompletableFuture<Throwable> reported = new CompletableFuture<>();
    RuntimeException thrown = new IllegalStateException("of the task's own");
    time.after(
        Duration.ZERO,
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> reported.complete(e));
          throw thrown;
        });
    assertThat(reported.get(10, SECONDS)).isSameAs(thrown);
    CompletableFuture<Void> next = new CompletableFuture<>();
    time.after(Duration.ZERO, () -> next.complete(null));
    next.get(10, SECONDS);
  }

  @Test
  void nothingIsScheduledOnceItIsClosed() {
    time.close();
    assertThatThrownBy(() -> time.after(Duration.ZERO, () -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}

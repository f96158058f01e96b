// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SupervisedExecutorTest {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final List<String> ran = new ArrayList<>();
  private int refusals;

  private Executor supervised(Executor host) {
    return new SupervisedExecutor(host, time);
  }

  private void refusing(Runnable task) {
    if (refusals-- > 0) {
      throw new RejectedExecutionException("full");
    }
    task.run();
  }

  @Test
  void whatIsRefusedIsOfferedAgainUntilItIsTaken() {
    refusals = 7;
    supervised(this::refusing).execute(() -> ran.add("task"));
    assertThat(ran).isEmpty();

    time.advance(Duration.ofMinutes(1));

    assertThat(ran).containsExactly("task");
  }

  @Test
  void whatIsRefusedAfterTheEndIsNotOfferedAgain() {
    refusals = 7;
    SupervisedExecutor retired = new SupervisedExecutor(this::refusing, time);
    retired.retire();
    retired.execute(() -> ran.add("late"));

    time.advance(Duration.ofMinutes(1));

    assertThat(ran).isEmpty();
    assertThat(refusals).isEqualTo(6);
  }

  @Test
  void offersBecomeRarer() {
    refusals = Integer.MAX_VALUE;
    supervised(this::refusing).execute(() -> ran.add("task"));

    time.advance(Duration.ofMinutes(1));

    assertThat(Integer.MAX_VALUE - refusals).isBetween(60, 70);
  }

  @Test
  void anErrorIsARefusalLikeAnyOther() {
    List<Runnable> queued = new ArrayList<>();
    Executor host =
        task -> {
          queued.add(task);
          if (queued.size() == 1) {
            throw new OutOfMemoryError("unable to create native thread");
          }
        };
    supervised(host).execute(() -> ran.add("task"));
    time.advance(Duration.ofSeconds(1));

    // The first hand-over was queued all the same.
    queued.forEach(Runnable::run);

    assertThat(queued).hasSize(2);
    assertThat(ran).containsExactly("task");
  }

  @Test
  void aTaskThatThrowsInItsCallerIsNotRunAgain() {
    supervised(Runnable::run)
        .execute(
            () -> {
              ran.add("task");
              throw new IllegalStateException("a bug");
            });
    time.advance(Duration.ofMinutes(1));

    assertThat(ran).containsExactly("task");
  }
}

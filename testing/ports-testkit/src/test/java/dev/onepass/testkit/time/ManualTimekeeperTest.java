// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimekeeperTest {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final List<String> ran = new ArrayList<>();

  @Test
  void timeStandsStillUntilItIsMoved() {
    Instant now = time.now();
    long nanos = time.nanoTime();
    assertThat(time.now()).isEqualTo(now);
    time.advance(Duration.ofMillis(5));
    assertThat(time.now()).isEqualTo(now.plusMillis(5));
    assertThat(time.nanoTime() - nanos).isEqualTo(5_000_000);
  }

  @Test
  void tasksRunInTheOrderTheyAreDueAndTiesAsScheduled() {
    after(2, "c");
    after(1, "a");
    after(2, "d");
    after(1, "b");
    time.advance(Duration.ofSeconds(3));
    assertThat(ran).containsExactly("a", "b", "c", "d");
  }

  @Test
  void nothingRunsBeforeItIsDueOrInTheCallThatSchedulesIt() {
    after(0, "now");
    after(2, "later");
    assertThat(ran).isEmpty();
    time.advance(Duration.ZERO);
    assertThat(ran).containsExactly("now");
    time.advance(Duration.ofSeconds(2).minusNanos(1));
    assertThat(ran).containsExactly("now");
    time.advance(Duration.ofNanos(1));
    assertThat(ran).containsExactly("now", "later");
  }

  @Test
  void aTaskSeesTheInstantItWasDueAt() {
    Instant start = time.now();
    time.after(Duration.ofSeconds(1), () -> ran.add("" + Duration.between(start, time.now())));
    time.advance(Duration.ofSeconds(10));
    assertThat(ran).containsExactly("PT1S");
    assertThat(time.now()).isEqualTo(start.plusSeconds(10));
  }

  @Test
  void whatATaskSchedulesRunsInTheSameAdvanceIfDue() {
    time.after(Duration.ofSeconds(1), () -> after(1, "inner"));
    after(3, "outer");
    time.advance(Duration.ofSeconds(2));
    assertThat(ran).containsExactly("inner");
    assertThat(time.pending()).isEqualTo(1);
  }

  @Test
  void aCancelledTaskNeverRuns() {
    Runnable cancel = time.after(Duration.ofSeconds(1), () -> ran.add("no"));
    cancel.run();
    cancel.run();
    time.runUntilIdle(Duration.ofDays(1));
    assertThat(ran).isEmpty();
  }

  @Test
  void idleMeansThatNothingWaitsAndTimeMovedNoFurther() {
    Instant start = time.now();
    after(5, "last");
    time.runUntilIdle(Duration.ofDays(1));
    assertThat(ran).containsExactly("last");
    assertThat(time.now()).isEqualTo(start.plusSeconds(5));
  }

  @Test
  void aClockThatIsNeverIdleSaysSo() {
    repeatEverySecond();
    assertThatThrownBy(() -> time.runUntilIdle(Duration.ofMinutes(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("still wait");
    assertThat(ran).hasSize(60);
  }

  @Test
  void aConditionStopsTheClockAsSoonAsItHolds() {
    repeatEverySecond();
    time.runUntil(() -> ran.size() == 7, Duration.ofHours(1));
    assertThat(ran).hasSize(7);
    assertThatThrownBy(() -> time.runUntil(() -> false, Duration.ofSeconds(3)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ran).hasSize(10);
  }

  private void repeatEverySecond() {
    time.after(
        Duration.ofSeconds(1),
        () -> {
          ran.add("again");
          repeatEverySecond();
        });
  }

  private void after(long seconds, String name) {
    time.after(Duration.ofSeconds(seconds), () -> ran.add(name));
  }
}

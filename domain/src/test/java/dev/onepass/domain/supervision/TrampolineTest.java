// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TrampolineTest {

  private final List<String> ran = new ArrayList<>();
  private final Trampoline inCaller = new Trampoline(Runnable::run);

  @Test
  void aTaskHandedOverWithinAnotherRunsAfterIt() {
    inCaller.execute(
        () -> {
          inCaller.execute(() -> ran.add("inner"));
          ran.add("outer");
        });
    assertThat(ran).containsExactly("outer", "inner");
  }

  @Test
  void tasksThatHandOverOthersDoNotUseUpTheStack() {
    int[] left = {1_000_000};
    inCaller.execute(
        new Runnable() {
          @Override
          public void run() {
            if (left[0]-- > 0) {
              inCaller.execute(this);
            }
          }
        });
    assertThat(left[0]).isNegative();
  }

  @Test
  void aTaskThatThrowsTakesNoneWithIt() {
    assertThatThrownBy(
            () ->
                inCaller.execute(
                    () -> {
                      inCaller.execute(() -> ran.add("inner"));
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");
    assertThat(ran).containsExactly("inner");
  }

  @Test
  void refusalsArePassedOn() {
    Trampoline full =
        new Trampoline(
            task -> {
              throw new RejectedExecutionException("full");
            });
    assertThatThrownBy(() -> full.execute(() -> ran.add("task")))
        .isInstanceOf(RejectedExecutionException.class);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.rate.RateLimit;
import dev.onepass.testkit.race.Race;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RateLimit} must do, here of {@link #REQUESTS} in a {@link #WINDOW}. Each test
 * begins with nothing counted.
 *
 * <p>The window is six weeks and half an hour, and time elapses in whole hours: so whether a
 * request is within the window does not depend on what a test itself takes.
 */
public abstract class RateLimitContract {

  protected static final int REQUESTS = 3;
  protected static final Duration WINDOW = Duration.ofHours(1_000).plusMinutes(30);

  private static final String CALLER = "10.0.0.1";

  protected abstract RateLimit limit();

  /** Another node's client of the same limit; the same object if there is but one client. */
  protected abstract RateLimit anotherNode();

  /** Returns when the limit's clock is so much further. */
  protected abstract void elapse(Duration duration);

  @Test
  void soManyAreAdmittedAsTheLimitSays() {
    assertThat(admitted(limit(), 10)).isEqualTo(REQUESTS);
  }

  @Test
  void theWindowSlides() {
    assertThat(admitted(limit(), 1)).isEqualTo(1);
    elapse(Duration.ofHours(900));
    assertThat(admitted(limit(), 5)).isEqualTo(2);
    elapse(Duration.ofHours(100));
    assertThat(admitted(limit(), 5)).as("all three are within the window").isZero();
    elapse(Duration.ofHours(1));
    assertThat(admitted(limit(), 5)).as("the first has left it").isEqualTo(1);
    elapse(Duration.ofHours(899));
    assertThat(admitted(limit(), 5)).isZero();
    elapse(Duration.ofHours(1));
    assertThat(admitted(limit(), 5)).as("two more have left it").isEqualTo(2);
  }

  @Test
  void whoIsTurnedAwayDoesNotWaitLongerForThat() {
    admitted(limit(), REQUESTS);
    for (int i = 0; i < 10; i++) {
      elapse(Duration.ofHours(100));
      assertThat(admitted(limit(), 1)).isZero();
    }
    elapse(Duration.ofHours(1));
    assertThat(admitted(limit(), 5)).isEqualTo(REQUESTS);
  }

  @Test
  void callersDoNotDisturbEachOther() {
    admitted(limit(), 10);
    for (String other : List.of("10.0.0.10", "10.0.0.", "{10.0.0.1}", "2001:db8::/64", "一 二", "")) {
      assertThat(limit().admits(other)).as(other).isTrue();
    }
    assertThat(limit().admits(CALLER)).isFalse();
  }

  @Test
  void nodesShareTheLimit() {
    assertThat(limit().admits(CALLER)).isTrue();
    assertThat(anotherNode().admits(CALLER)).isTrue();
    assertThat(limit().admits(CALLER)).isTrue();
    assertThat(anotherNode().admits(CALLER)).isFalse();
    assertThat(limit().admits(CALLER)).isFalse();
    elapse(WINDOW);
    assertThat(anotherNode().admits(CALLER)).isTrue();
  }

  @Test
  void ofManyAtOnceNoneIsTooMuch() {
    List<Boolean> answers =
        Race.of(16, number -> () -> (number % 2 == 0 ? limit() : anotherNode()).admits(CALLER));
    assertThat(Collections.frequency(answers, true)).isEqualTo(REQUESTS);
  }

  /** The model: all times at which somebody was admitted, looked through one by one. */
  @Test
  void itIsTheModelThatRemembersAllTimes() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    Map<String, Deque<Long>> model = new HashMap<>();
    long now = 0;
    int refused = 0;
    for (int step = 0; step < 1_000; step++) {
      // Often none at all, mostly a part of the window, now and then more than one.
      long hours =
          random.nextInt(3) == 0 ? 0 : random.nextInt(random.nextInt(10) == 0 ? 3_000 : 500);
      elapse(Duration.ofHours(hours));
      now += hours;
      String caller = "caller " + random.nextInt(3);
      Deque<Long> times = model.computeIfAbsent(caller, name -> new ArrayDeque<>());
      long from = now - WINDOW.toHours();
      boolean expected = times.stream().filter(time -> time >= from).count() < REQUESTS;

      RateLimit node = random.nextBoolean() ? limit() : anotherNode();
      assertThat(node.admits(caller)).as("seed %s, step %s", seed, step).isEqualTo(expected);

      if (expected) {
        times.add(now);
      } else {
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 900);
  }

  private static int admitted(RateLimit limit, int asked) {
    int admitted = 0;
    for (int i = 0; i < asked; i++) {
      admitted += limit.admits(CALLER) ? 1 : 0;
    }
    return admitted;
  }
}

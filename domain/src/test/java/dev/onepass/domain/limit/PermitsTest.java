// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PermitsTest {

  private final Permits permits = new Permits();

  @Test
  void aHeldPermitComesBackInTime() {
    permits.hold(100);

    permits.advance(99);
    assertThat(permits.used()).isEqualTo(1);
    assertThat(permits.nextReleaseNanos()).isEqualTo(100);

    permits.advance(100);
    assertThat(permits.used()).isZero();
    assertThat(permits.nextReleaseNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void areaIsPermitsTimesTime() {
    permits.start(1, 0);
    permits.hold(30);
    permits.advance(100);

    assertThat(permits.area()).isEqualTo(100 + 30);
  }

  @Test
  void theAreaOfFreshCallsLeavesOutAllThatWasUnderWay() {
    long answered = permits.start(1, 0);
    long overtaken = permits.start(2, 0);
    permits.start(3, 0);
    permits.hold(20);
    permits.advance(10);

    permits.beginAfresh();
    long fresh = permits.start(4, 10);
    permits.advance(20);
    permits.end(answered, false);
    permits.hold(40);
    permits.overtake(1);
    permits.advance(50);

    assertThat(permits.isFresh(overtaken)).isFalse();
    assertThat(permits.isFresh(fresh)).isTrue();
    // The call from 10 to 50, and the permit held from 20 to 40.
    assertThat(permits.freshArea()).isEqualTo(40 + 20);
    assertThat(permits.freshUsed()).isEqualTo(1);
  }

  @Test
  void anOvertakenCallCountsNoLonger() {
    long old = permits.start(1, 0);
    permits.start(2, 50);

    permits.overtake(50);

    assertThat(permits.used()).isEqualTo(1);
    assertThat(permits.inFlight()).isEqualTo(2);
    assertThat(permits.end(old, false)).isFalse();
    assertThat(permits.inFlight()).isEqualTo(1);
  }

  @Test
  void aSlowAccountIsLetByWithAFewCalls() {
    long first = permits.start(1, 0);
    permits.overtake(1);
    permits.end(first, true);

    for (int i = 0; i < 6; i++) {
      permits.start(1, 10);
    }

    assertThat(permits.inFlight()).isEqualTo(6);
    assertThat(permits.used()).isEqualTo(2);
  }

  @Test
  void anAccountThatIsFastAgainNeedsPermitsAgain() {
    long slow = permits.start(1, 0);
    permits.overtake(1);
    permits.end(slow, true);
    long aside = permits.start(1, 10);
    permits.end(aside, false);

    permits.start(1, 20);

    assertThat(permits.used()).isEqualTo(1);
  }

  @Test
  void countsLikeAPlainListWhateverHappens() {
    for (int seed = 1; seed <= 100; seed++) {
      var random = new Random(seed);
      var mine = new Permits();
      List<Long> open = new ArrayList<>();
      for (int step = 0; step < 2000; step++) {
        if (random.nextInt(100) < 51) {
          open.add(mine.start(random.nextInt(9), step));
        } else if (!open.isEmpty()) {
          mine.end(open.remove(random.nextInt(open.size())), random.nextBoolean());
        }
        if (random.nextInt(50) == 0) {
          mine.overtake(step - 20L);
        }
        assertThat(mine.inFlight()).as("seed %s step %s", seed, step).isEqualTo(open.size());
        assertThat(mine.used()).as("seed %s step %s", seed, step).isBetween(0, open.size());
      }
    }
  }
}

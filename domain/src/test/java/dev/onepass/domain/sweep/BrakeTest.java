// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every edge of the table in the Javadoc of {@link Brake}. */
class BrakeTest {

  private final Brake brake = new Brake();
  private long now;

  private boolean refused(int times) {
    boolean pauses = false;
    for (int i = 0; i < times; i++) {
      assertThat(pauses).isFalse();
      pauses = brake.refused("400 wrong amount", now);
    }
    return pauses;
  }

  private void endedWell(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(brake.endedWell(now)).isFalse();
    }
  }

  private void advance(Duration time) {
    now += time.toNanos();
  }

  @Test
  void twentyRefusalsPauseTheBatchAndSayWhy() {
    assertThat(refused(19)).isFalse();
    assertThat(brake.isOn(now)).isFalse();
    assertThat(refused(1)).isTrue();
    assertThat(brake.isOn(now)).isTrue();
    assertThat(brake.nanosLeft(now)).isEqualTo(Duration.ofSeconds(30).toNanos());
    assertThat(brake.reason()).contains("400 wrong amount");
  }

  @Test
  void oneInFiveThatEndsWellKeepsItReleased() {
    for (int i = 0; i < 100; i++) {
      assertThat(refused(4)).isFalse();
      endedWell(1);
    }
    assertThat(brake.isOn(now)).isFalse();
  }

  @Test
  void whatEndedWellLongAgoExcusesNoRefusals() {
    endedWell(1_000);
    assertThat(refused(20)).isTrue();
  }

  @Test
  void callsThatWereUnderWayDoNotMakeThePauseLonger() {
    refused(20);
    assertThat(refused(60)).isFalse();
    assertThat(brake.nanosLeft(now)).isEqualTo(Duration.ofSeconds(30).toNanos());
  }

  @Test
  void eachFurtherPauseIsTwiceAsLongAndComesAfterTwiceAsMany() {
    refused(20);
    advance(Duration.ofSeconds(30));
    assertThat(brake.isOn(now)).isFalse();
    assertThat(refused(39)).isFalse();
    assertThat(refused(1)).isTrue();
    assertThat(brake.pause()).isEqualTo(Duration.ofMinutes(1));
    for (int count = 80; count < 100_000; count *= 2) {
      advance(brake.pause());
      assertThat(refused(count)).isTrue();
    }
    assertThat(brake.pause()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void whenAccountsEndWellAgainItIsOverAndSaysSoOnce() {
    refused(20);
    assertThat(brake.endedWell(now)).isFalse();
    advance(Duration.ofSeconds(30));
    refused(5);
    endedWell(1);
    assertThat(brake.endedWell(now)).isTrue();
    assertThat(brake.endedWell(now)).isFalse();
    assertThat(refused(19)).isFalse();
    assertThat(refused(1)).isTrue();
    assertThat(brake.pause()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whoeverMendedWhatWasWrongReleasesIt() {
    refused(20);
    brake.release();
    assertThat(brake.isOn(now)).isFalse();
    assertThat(refused(19)).isFalse();
  }
}

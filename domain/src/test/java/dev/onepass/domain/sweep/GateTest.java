// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every edge of the table in the Javadoc of {@link Gate}. */
class GateTest {

  private static final PayAnswer TURNED_AWAY = new PayAnswer.TurnedAway("code 401: token expired");
  private static final PayAnswer NO_ANSWER = new PayAnswer.InDoubt(Cause.TIMEOUT, "silence");

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Gate gate = new Gate(time);

  private boolean heard(PayAnswer answer) {
    return gate.heard(answer, time.nanoTime());
  }

  private boolean admits() {
    return gate.admits(time.nanoTime());
  }

  private void close() {
    heard(TURNED_AWAY);
    heard(TURNED_AWAY);
    assertThat(heard(TURNED_AWAY)).isTrue();
  }

  @Test
  void threeInARowCloseIt() {
    assertThat(heard(TURNED_AWAY)).isFalse();
    assertThat(heard(TURNED_AWAY)).isFalse();
    assertThat(admits()).isTrue();
    assertThat(heard(TURNED_AWAY)).isTrue();
    assertThat(admits()).isFalse();
    assertThat(gate.waiting()).isNotNull();
  }

  @Test
  void aDefiniteAnswerInBetweenKeepsItOpenAndDoubtDoesNot() {
    heard(TURNED_AWAY);
    heard(TURNED_AWAY);
    heard(new PayAnswer.Insufficient());
    heard(TURNED_AWAY);
    heard(TURNED_AWAY);
    assertThat(gate.isOpen()).isTrue();
    heard(NO_ANSWER);
    assertThat(heard(TURNED_AWAY)).isTrue();
  }

  @Test
  void afterThePauseOneCallIsMade() {
    close();
    assertThat(gate.wakeInNanos(time.nanoTime())).isEqualTo(Duration.ofSeconds(1).toNanos());
    time.advance(Duration.ofSeconds(1));
    assertThat(admits()).isTrue();
    gate.sent();
    assertThat(admits()).isFalse();
  }

  @Test
  void aProbeThatFailsClosesItForLonger() {
    close();
    for (PayAnswer answer : new PayAnswer[] {TURNED_AWAY, NO_ANSWER}) {
      time.advance(Duration.ofSeconds(5));
      gate.sent();
      assertThat(heard(answer)).isFalse();
    }
    assertThat(gate.wakeInNanos(time.nanoTime())).isEqualTo(Duration.ofSeconds(4).toNanos());
    Waiting waiting = requireNonNull(gate.waiting());
    assertThat(waiting.reason()).isEqualTo("code 401: token expired");
    assertThat(waiting.attempts()).isEqualTo(3);
    assertThat(waiting.since()).isEqualTo(time.now().minusSeconds(10));
    time.advance(Duration.ofSeconds(1));
    assertThat(requireNonNull(gate.waiting()).nextTry()).isEqualTo(time.now().plusSeconds(3));
  }

  @Test
  void whatWasOnItsWayWhenItClosedIsNoProbe() {
    close();
    heard(TURNED_AWAY);
    assertThat(requireNonNull(gate.waiting()).attempts()).isEqualTo(1);
  }

  @Test
  void aDefiniteAnswerOpensItWheneverItComes() {
    close();
    heard(new PayAnswer.Settled());
    assertThat(admits()).isTrue();
    assertThat(gate.waiting()).isNull();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateTest {

  private static final long SECOND = 1_000_000_000L;
  private static final List<PayAnswer> EVERY_KIND =
      List.of(
          new PayAnswer.Settled(),
          new PayAnswer.Insufficient(),
          new PayAnswer.UnknownAccount(),
          new PayAnswer.Rejected(400, "no"),
          new PayAnswer.Throttled(Duration.ZERO),
          new PayAnswer.InDoubt(Cause.TIMEOUT, "nothing came"));

  private final Rate rate = new Rate();

  private void count(List<PayAnswer> answers, long nowNanos) {
    answers.forEach(answer -> rate.count(answer, nowNanos));
  }

  @Test
  void aFullSecondIsToldByKind() {
    count(EVERY_KIND, 5 * SECOND);
    count(EVERY_KIND.subList(0, 2), 5 * SECOND + 999_999_999);

    assertThat(rate.perSecond(5 * SECOND + 999_999_999)).isEqualTo(AnswerRates.NONE);
    AnswerRates told = rate.perSecond(6 * SECOND);
    assertThat(told).isEqualTo(new AnswerRates(2, 2, 2, 1, 1));
    assertThat(told.total()).isEqualTo(8);
  }

  @Test
  void aQuietSecondIsToldAsOne() {
    count(EVERY_KIND, 5 * SECOND);

    assertThat(rate.perSecond(6 * SECOND).total()).isEqualTo(6);
    assertThat(rate.perSecond(7 * SECOND)).isEqualTo(AnswerRates.NONE);
  }

  @Test
  void whatIsLongAgoIsNotTold() {
    count(EVERY_KIND, 5 * SECOND);

    assertThat(rate.perSecond(7 * SECOND)).isEqualTo(AnswerRates.NONE);
  }
}

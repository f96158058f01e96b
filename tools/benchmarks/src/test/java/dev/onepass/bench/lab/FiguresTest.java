// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void areARateAndTwoPercentilesOfTheTimes() {
    Histogram nanos = new Histogram(3);
    for (int micros = 1; micros <= 1000; micros++) {
      nanos.recordValue(micros * 1000L);
    }

    Figures figures = Figures.of(nanos, 2_000_000_000L);

    assertThat(figures.perSecond()).isEqualTo(500);
    assertThat(figures.medianMicros()).isCloseTo(500, within(1.0));
    assertThat(figures.p99Micros()).isCloseTo(990, within(1.0));
  }

  @Test
  void haveAMedianOfEachFigureByItself() {
    Figures one = new Figures(1, 20, 300);
    Figures two = new Figures(2, 30, 100);
    Figures three = new Figures(30, 10, 200);

    assertThat(Figures.median(List.of(one, two, three))).isEqualTo(new Figures(2, 20, 200));
    assertThat(Figures.median(List.of(one, two))).isEqualTo(new Figures(1.5, 25, 200));
  }
}

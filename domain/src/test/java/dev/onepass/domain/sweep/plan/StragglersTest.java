// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StragglersTest {

  @Test
  void theyReadBackAsTheyWereWritten() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Set<PaymentRef> refs = new HashSet<>();
      for (int i = 0; i <= random.nextInt(40); i++) {
        refs.add(new PaymentRef(random.nextInt(2), random.nextInt(3), random.nextInt(30)));
      }
      Stragglers some = Stragglers.of(refs);

      assertThat(Stragglers.parse(some.toString())).as("seed %d", seed).isEqualTo(some);
      assertThat(Stragglers.parse(some.asked().toString())).isEqualTo(some.asked());
      assertThat(some.refs()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(refs);
    }
  }

  @Test
  void manyOfOneAmountTakeLittleRoom() {
    Set<PaymentRef> refs = new HashSet<>();
    for (int i = 9_800; i < 10_000; i++) {
      refs.add(new PaymentRef(0, 0, i));
    }
    refs.add(new PaymentRef(0, 7, 0));

    assertThat(Stragglers.of(refs)).hasToString("0.0.9800-9999+0.7.0");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.model.Uid;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PackedUidsTest {

  @Test
  void neighboursTakeAByteEach() {
    assertThat(PackedUids.pack(uids(1, 1_000))).hasSize(1_000);
  }

  @Test
  void theExtremesAreKept() {
    List<Uid> extremes =
        List.of(uid(0), uid(1), uid(127), uid(128), uid(16_511), uid(16_512), uid(Long.MAX_VALUE));
    assertThat(PackedUids.unpack(PackedUids.pack(extremes))).isEqualTo(extremes);
    assertThat(PackedUids.unpack(PackedUids.pack(List.of()))).isEmpty();
  }

  @Test
  void anyAscendingUidsAreKept() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      TreeSet<Uid> uids = new TreeSet<>();
      for (int i = random.nextInt(100); i > 0; i--) {
        uids.add(uid(random.nextLong() >>> (1 + random.nextInt(63))));
      }
      List<Uid> ascending = List.copyOf(uids);
      assertThat(PackedUids.unpack(PackedUids.pack(ascending)))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(ascending);
    }
  }
}

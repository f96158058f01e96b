// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

  @Test
  void idsAreUuidsOfVersionSevenAndNoTwoAreEqual() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      String id = RequestIds.next(1_700_000_000_000L);
      UUID uuid = UUID.fromString(id);
      assertThat(uuid.version()).isEqualTo(7);
      assertThat(uuid.variant()).isEqualTo(2);
      ids.add(id);
    }
    assertThat(ids).hasSize(100_000);
  }

  @Test
  void laterIdsAreGreater() {
    String before = RequestIds.next(0);
    for (long millis = 1; millis < 1L << 47; millis *= 3) {
      String id = RequestIds.next(millis);
      assertThat(id).isGreaterThan(before);
      assertThat(UUID.fromString(id).getMostSignificantBits() >>> 16).isEqualTo(millis);
      before = id;
    }
  }
}

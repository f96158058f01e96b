// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MariaDbOptionsTest {

  @Test
  void aBufferPoolTooSmallToWorkInIsRefused() {
    assertThatThrownBy(() -> new MariaDbOptions(15, Durability.FULL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("15")
        .hasMessageContaining("at least 16");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onepass.domain.model.LimitBounds;
import org.junit.jupiter.api.Test;

class LimitValuesTest {

  @Test
  void boundsAreInOrderAndAboveZero() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LimitBounds(0, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> new LimitBounds(6, 5));
  }
}

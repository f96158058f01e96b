// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.rate.RateLimit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedRateLimitTest {

  private final List<String> askedOwn = new ArrayList<>();
  private RuntimeException trouble;
  private boolean sharedAdmits = true;
  private boolean ownAdmits = true;

  private final RateLimit limit =
      new SharedRateLimit(
          caller -> {
            if (trouble != null) {
              throw trouble;
            }
            return sharedAdmits;
          },
          caller -> {
            askedOwn.add(caller);
            return ownAdmits;
          });

  @Test
  void theSharedLimitDecides() {
    ownAdmits = false;
    assertThat(limit.admits("a")).isTrue();

    ownAdmits = true;
    sharedAdmits = false;
    assertThat(limit.admits("a")).isFalse();
  }

  @Test
  void theOwnLimitKnowsWhatTheSharedOneAdmitted() {
    limit.admits("a");
    sharedAdmits = false;
    limit.admits("b");

    assertThat(askedOwn).containsExactly("a");
  }

  @Test
  void withoutTheSharedLimitTheOwnOneDecides() {
    trouble = new UnavailableException(Dependency.CACHE, "gone", null);
    assertThat(limit.admits("a")).isTrue();
    ownAdmits = false;
    assertThat(limit.admits("a")).isFalse();

    trouble = null;
    assertThat(limit.admits("a")).as("it is back").isTrue();
  }

  @Test
  void aBugIsNoOutage() {
    trouble = new IllegalStateException("a bug");
    assertThatThrownBy(() -> limit.admits("a")).hasMessage("a bug");
  }
}

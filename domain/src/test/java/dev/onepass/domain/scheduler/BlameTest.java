// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlameTest {

  private static final boolean PROVEN = true;
  private static final boolean UNPROVEN = false;

  private long now = 5;
  private final Blame blame = new Blame();

  private void heard(boolean isProven, boolean isDefinite, int times) {
    for (int i = 0; i < times; i++) {
      blame.heard(isProven, isProven, isDefinite);
      if (isDefinite) {
        blame.answered(now);
      }
    }
  }

  @Test
  void accountsAreToBlameIfOthersAreAnswered() {
    heard(PROVEN, true, 30);
    heard(UNPROVEN, false, 30);

    assertThat(blame.isOnAccounts(now)).isTrue();
    assertThat(blame.isLikelyForUnprovenBatches()).isTrue();
  }

  @Test
  void theServiceIsToBlameIfNobodyIsAnswered() {
    heard(PROVEN, true, 30);
    heard(PROVEN, false, 30);
    heard(UNPROVEN, false, 30);

    assertThat(blame.isOnAccounts(now)).isFalse();
  }

  @Test
  void theServiceMayBeToBlameIfNobodyWasAnsweredLately() {
    heard(UNPROVEN, false, 1000);
    assertThat(blame.isOnAccounts(now)).isFalse();
    assertThat(blame.isLikelyForUnprovenBatches()).isTrue();

    heard(UNPROVEN, true, 1);
    assertThat(blame.isOnAccounts(now)).isTrue();

    now += 1_000_000_000L;
    heard(UNPROVEN, false, 1);
    assertThat(blame.isOnAccounts(now)).isTrue();
    now++;
    assertThat(blame.isOnAccounts(now)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02, 0.1, 0.3, 0.5, 0.9})
  void failuresThatHitAllAlikeAreHardlyEverBlamedOnAccounts(double share) {
    Random random = new Random(7);
    int blamed = 0;
    for (int call = 0; call < 100_000; call++) {
      blame.heard(random.nextInt(4) > 0, true, random.nextDouble() >= share);
      blame.answered(now);
      blamed += blame.isOnAccounts(now) ? 1 : 0;
    }
    assertThat(blamed).isLessThan(1_500);
  }
}

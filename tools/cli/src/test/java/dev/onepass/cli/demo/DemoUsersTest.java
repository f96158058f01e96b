// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.model.Money;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoUsersTest {

  @Test
  void bothEndsOfTheRangeAreAmongThem() {
    DemoUsers users = DemoUsers.of(50, 7);

    assertThat(users.uids()).hasSize(50).isSorted().startsWith(1001L, 1002L);
    assertThat(users.centsByUid()).containsEntry(1001L, 14_48L).containsEntry(1002L, 200_995_87L);
    assertThat(users.centsByUid().values())
        .allMatch(cents -> cents >= 14_48 && cents <= 200_995_87);
  }

  @Test
  void theSameSeedGivesTheSameBalancesAndAnotherOthers() {
    assertThat(DemoUsers.of(50, 7))
        .isEqualTo(DemoUsers.of(50, 7))
        .isNotEqualTo(DemoUsers.of(50, 8));
  }

  @Test
  void theTotalIsTheSum() {
    DemoUsers users = new DemoUsers(Map.of(1L, 10_000_01L, 2L, 99L));

    assertThat(users.total()).isEqualTo(Money.of("10001.00"));
  }

  @Test
  void theFloorIsTheFullPaymentsOneRefusalAndTwentyDigitsEach() {
    assertThat(new DemoUsers(Map.of(1L, 9_999_99L)).floorCalls()).isEqualTo(0 + 1 + 20);
    assertThat(new DemoUsers(Map.of(1L, 10_000_00L)).floorCalls()).isEqualTo(1 + 1 + 20);
    assertThat(new DemoUsers(Map.of(1L, 35_000_00L, 2L, 1L)).floorCalls())
        .isEqualTo(3 + 1 + 20 + 0 + 1 + 20);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Turns<String> turns = new Turns<>();

  @Test
  void allHaveTheirTurnInTheOrderInWhichTheyCame() {
    turns.add(2, "b");
    turns.add(1, "a");
    assertThat(turns.next()).isEqualTo("a");
    turns.add(3, "c");
    assertThat(turns.next()).isEqualTo("b");
    assertThat(turns.next()).isEqualTo("c");
    assertThat(turns.next()).isEqualTo("a");
  }

  @Test
  void theNewestCanBeAskedForAndKeepsItsTurn() {
    turns.add(1, "a");
    turns.add(2, "b");
    assertThat(turns.newest()).isEqualTo("b");
    assertThat(turns.next()).isEqualTo("a");
    assertThat(turns.next()).isEqualTo("b");
  }

  @Test
  void whatIsRemovedHasNoTurn() {
    turns.add(1, "a");
    turns.add(2, "b");
    turns.remove(2);
    assertThat(turns.newest()).isEqualTo("a");
    assertThat(turns.next()).isEqualTo("a");
    turns.remove(1);
    assertThat(turns.next()).isNull();
    assertThat(turns.newest()).isNull();
    assertThat(turns.size()).isZero();
  }
}

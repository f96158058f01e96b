// SPDX-License-Identifier: Apache-2.0
package dev.onepass.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

  private final List<String> closed = new ArrayList<>();

  private AutoCloseable named(String name) {
    return () -> closed.add(name);
  }

  @Test
  void theLastOpenedIsClosedFirstAndOnce() {
    Closing closing = new Closing();
    closing.open(() -> named("first"));
    closing.open(() -> named("second"));

    closing.close();
    closing.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void oneThatCannotBeClosedDoesNotKeepTheOthersOpen() {
    Closing closing = new Closing();
    closing.open(() -> named("first"));
    closing.open(
        () ->
            (AutoCloseable)
                () -> {
                  throw new IOException("stuck");
                });

    assertThatIllegalStateException()
        .isThrownBy(closing::close)
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("stuck"));
    assertThat(closed).containsExactly("first");
  }

  @Test
  void nothingIsOpenedAfterItsEnd() {
    Closing closing = new Closing();
    closing.close();

    assertThatIllegalStateException().isThrownBy(() -> closing.open(() -> named("late")));
    assertThat(closed).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {

  private final Deque<Runnable> handedOver = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();

  private void runHandedOver() {
    for (Runnable run = handedOver.poll(); run != null; run = handedOver.poll()) {
      run.run();
    }
  }

  @Test
  void tasksRunInOrderAndTheClosingOneAfterThem() {
    Mailbox mailbox = new Mailbox(handedOver::add, () -> ran.add("closing"));
    mailbox.post(() -> ran.add("one"));
    mailbox.post(() -> ran.add("two"));
    assertThat(handedOver).hasSize(1);
    runHandedOver();
    assertThat(ran).containsExactly("one", "two", "closing");
  }

  @Test
  void whatATaskPostsIsHandedOver() {
    Mailbox mailbox = new Mailbox(handedOver::add, () -> {});
    mailbox.post(() -> mailbox.post(() -> ran.add("posted")));
    runHandedOver();
    assertThat(ran).containsExactly("posted");
  }

  @Test
  void aTaskThatThrowsStopsNeitherThoseBehindItNorTheClosingOne() {
    Mailbox mailbox = new Mailbox(handedOver::add, () -> ran.add("closing"));
    mailbox.post(
        () -> {
          throw new StackOverflowError("a bug");
        });
    mailbox.post(() -> ran.add("behind"));
    assertThatThrownBy(this::runHandedOver).hasMessage("a bug");
    assertThat(ran).containsExactly("behind", "closing");

    mailbox.post(() -> ran.add("later"));
    runHandedOver();
    assertThat(ran).endsWith("later", "closing");
  }

  @Test
  void aClosingTaskThatThrowsIsCalledAgainNextTime() {
    Mailbox mailbox =
        new Mailbox(
            handedOver::add,
            () -> {
              ran.add("closing");
              throw new IllegalStateException("a bug");
            });
    for (int i = 0; i < 2; i++) {
      mailbox.post(() -> ran.add("task"));
      assertThatThrownBy(this::runHandedOver).hasMessage("a bug");
    }
    assertThat(ran).containsExactly("task", "closing", "task", "closing");
  }
}

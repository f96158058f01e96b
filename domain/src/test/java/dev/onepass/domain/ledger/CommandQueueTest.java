// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandQueueTest {

  private static final LedgerSettings SETTINGS =
      LedgerSettings.DEFAULT.withWriters(2).withMaxGroup(3).withQueueCapacity(4);

  private final CommandQueue backlog = new CommandQueue(SETTINGS);

  @Test
  void aLoneCommandGoesAtOnce() {
    Pending<?> lone = command(1, 2);

    assertThat(backlog.add(lone).commands).containsExactly(lone);
  }

  @Test
  void whatSharesNoAccountGoesSideBySide() {
    assertThat(backlog.add(command(1, 2))).isNotNull();
    assertThat(backlog.add(command(3, 4))).isNotNull();
  }

  @Test
  void whatSharesAnAccountWaitsThoughAWriterIsFree() {
    Group first = backlog.add(command(1, 2));
    Pending<?> behind = command(2, 3);

    assertThat(backlog.add(behind)).isNull();
    assertThat(backlog.next()).isNull();
    backlog.end(first);

    assertThat(backlog.next().commands).containsExactly(behind);
  }

  @Test
  void whatSharesAnAccountWithOneThatWaitsStaysBehindIt() {
    Group running = backlog.add(command(1, 2));
    Pending<?> waiting = command(2, 3);
    Pending<?> behind = command(3, 4);
    backlog.add(waiting);

    assertThat(backlog.add(behind)).isNull();
    assertThat(backlog.next()).isNull();
    backlog.end(running);

    assertThat(backlog.next().commands).containsExactly(waiting, behind);
  }

  @Test
  void whatGatheredGoesTogetherUpToTheLargestGroup() {
    Group one = backlog.add(command(1, 2));
    backlog.add(command(3, 4));
    List<Pending<?>> gathered = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      gathered.add(command(10 + i, 20 + i));
      backlog.add(gathered.get(i));
    }
    backlog.end(one);

    assertThat(backlog.next().commands).isEqualTo(gathered.subList(0, 3));
    assertThat(backlog.next()).isNull();
  }

  @Test
  void onlyWhatWaitsFillsTheQueue() {
    backlog.add(command(1, 2));
    backlog.add(command(3, 4));
    for (int i = 0; i < 4; i++) {
      assertThat(backlog.isFull()).isFalse();
      backlog.add(command(1, 2));
    }
    assertThat(backlog.isFull()).isTrue();
  }

  @Test
  void whateverComesNoTwoGroupsShareAnAccountAndEachAccountKeepsItsOrder() {
    for (long seed = 0; seed < 300; seed++) {
      new RandomRun(seed).run();
    }
  }

  /** Adds and ends at random; checks after each step, and that all is served at the end. */
  private static final class RandomRun {

    private final String name;
    private final Random random;
    private final CommandQueue backlog;
    private final List<Group> running = new ArrayList<>();
    private final Map<Pending<?>, Integer> numbers = new HashMap<>();
    private final Map<Uid, Integer> lastServed = new HashMap<>();

    RandomRun(long seed) {
      this.name = "seed " + seed;
      this.random = new Random(seed);
      this.backlog = new CommandQueue(LedgerSettings.DEFAULT.withWriters(3).withMaxGroup(4));
    }

    void run() {
      for (int i = 0; i < 200; i++) {
        Pending<?> command = command(1 + random.nextInt(6), 7 + random.nextInt(6));
        numbers.put(command, i);
        start(backlog.add(command));
        while (random.nextInt(3) == 0 && !running.isEmpty()) {
          endAny();
        }
      }
      while (!running.isEmpty()) {
        endAny();
      }
      assertThat(numbers).as(name).isEmpty();
    }

    private void endAny() {
      backlog.end(running.remove(random.nextInt(running.size())));
      for (Group next = backlog.next(); next != null; next = backlog.next()) {
        start(next);
      }
    }

    private void start(Group group) {
      if (group == null) {
        return;
      }
      for (Group other : running) {
        assertThat(other.accounts).as(name).doesNotContainAnyElementsOf(group.accounts);
      }
      for (Pending<?> command : group.commands) {
        int number = numbers.remove(command);
        for (Uid uid : command.accounts) {
          Integer before = lastServed.put(uid, number);
          assertThat(before == null || before < number).as(name).isTrue();
        }
      }
      running.add(group);
      assertThat(running).as(name).hasSizeLessThanOrEqualTo(3);
    }
  }

  private static Pending<?> command(long source, long target) {
    return new Pending.OfTransfer(
        new TransferCommand(
            RequestId.ofCaller("any"), new Uid(source), new Uid(target), Money.ofCents(1)),
        0);
  }
}

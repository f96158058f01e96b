// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.domain.sweep.plan.SweepPlan;
import dev.onepass.testkit.data.BatchBuilder;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Runs runs = new Runs();

  private BatchRun add(String id) {
    BatchRun run =
        new BatchRun(
            BatchBuilder.aBatch(id).build(), runs.newStanding(), SweepPlan.binary(100), time);
    runs.add(run);
    return run;
  }

  private BatchRun busyUntil(String id, long nanos) {
    BatchRun run = add(id);
    run.start();
    run.later(0, nanos);
    runs.place(run);
    return run;
  }

  @Test
  void thoseThatAreDueComeInTheOrderOfTheirTimes() {
    BatchRun late = busyUntil("late", 30);
    BatchRun early = busyUntil("early", 10);
    assertThat(runs.pollDue(9)).isNull();
    assertThat(runs.dueInNanos(4)).isEqualTo(6);
    assertThat(runs.pollDue(30)).isSameAs(early);
    assertThat(runs.pollDue(30)).isSameAs(late);
    assertThat(runs.pollDue(30)).isNull();
    assertThat(runs.dueInNanos(30)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void thoseThatWereWokenComeOnceAndAtTheirNewTime() {
    BatchRun woken = busyUntil("woken", 30);
    runs.wake(woken, 5);
    assertThat(runs.dueInNanos(0)).isEqualTo(5);
    assertThat(runs.pollDue(40)).isSameAs(woken);
    woken.start();
    assertThat(runs.pollDue(40)).isNull();
  }

  @Test
  void thoseThatQueueComeInOrderAndThoseThatEndedDoNot() {
    BatchRun first = add("first");
    BatchRun second = add("second");
    BatchRun third = add("third");
    for (BatchRun run : new BatchRun[] {first, second, third}) {
      run.queue();
      runs.place(run);
    }
    runs.end(second);
    assertThat(runs.pollForStep()).isSameAs(first);
    assertThat(runs.pollForStep()).isSameAs(third);
    assertThat(runs.pollForStep()).isNull();
    assertThat(runs.find(second.id())).isNull();
  }

  private BatchRun forRoom(String id) {
    BatchRun run = add(id);
    run.go(Step.WORK);
    run.queue();
    runs.place(run);
    return run;
  }

  @Test
  void roomIsOfferedToAFewAtATime() {
    Standing unproven = runs.newStanding();
    Standing proven = runs.newStanding();
    proven.prove();
    for (String id : List.of("a", "b", "c")) {
      BatchRun run = forRoom(id);
      run.standing().prove();
      runs.proven(run);
    }
    assertThat(runs.waitingForRoom(proven)).isEqualTo(3);
    assertThat(runs.waitingForRoom(unproven)).isZero();
    assertThat(ids(runs.pollForRoom(2))).containsExactly("a", "b");
    assertThat(ids(runs.pollForRoom(2))).containsExactly("c");
  }

  @Test
  void everySecondOfTheUnprovenThatGetRoomIsTheNewest() {
    for (String id : List.of("a", "b", "c", "d", "e")) {
      forRoom(id);
    }
    assertThat(runs.pollForRoom(9)).isEmpty();
    assertThat(ids(runs.pollUnprovenForRoom(3))).containsExactly("a", "e", "b");
    assertThat(ids(runs.pollUnprovenForRoom(3))).containsExactly("d", "c");
  }

  @Test
  void anUnprovenOneThatEndsIsOfferedNoRoom() {
    runs.end(forRoom("a"));
    assertThat(runs.pollUnprovenForRoom(1)).isEmpty();
  }

  private static List<String> ids(List<BatchRun> polled) {
    return polled.stream().map(run -> run.id().value()).toList();
  }

  @Test
  void timesMayBeNegativeAndWrapAround() {
    BatchRun run = add("a");
    run.start();
    run.later(Long.MAX_VALUE - 1, 10);
    runs.place(run);
    assertThat(runs.pollDue(Long.MAX_VALUE)).isNull();
    assertThat(runs.dueInNanos(Long.MAX_VALUE)).isEqualTo(9);
    assertThat(runs.pollDue(Long.MIN_VALUE + 8)).isSameAs(run);
  }
}

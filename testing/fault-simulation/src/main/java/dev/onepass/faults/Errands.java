// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.ports.error.OnePassException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What clients want, each at some node, and again at any node until there is a definite answer. */
final class Errands {

  private final World world;
  private final Dice dice;
  private int waiting;

  Errands(World world) {
    this.world = world;
    this.dice = world.dice;
  }

  /** How many have no definite answer yet. */
  int waiting() {
    return waiting;
  }

  void begin() {
    waiting++;
  }

  void end() {
    waiting--;
  }

  /** Begins an errand at some time. */
  void at(long nanos, String what, Runnable work) {
    begin();
    world.agenda.add(nanos, null, what, work);
  }

  /** Goes on with one soon. */
  void again(String what, Runnable work) {
    world.agenda.add(dice.millis(10, 1_000), null, what, work);
  }

  /** The process of some node; null if none runs there. */
  Node.@Nullable Running anyRunning() {
    return dice.pick(world.nodes).running();
  }

  /**
   * Has something done in a thread of some process; if that dies or gets no answer, then elsewhere.
   *
   * @param work says whether it is done
   */
  void until(String what, Predicate<Node.Running> work) {
    Node.Running at = anyRunning();
    if (at == null) {
      again(what, () -> until(what, work));
      return;
    }
    AtomicBoolean over = new AtomicBoolean();
    world.agenda.add(
        0,
        at.process(),
        what,
        () -> {
          boolean done = isDone(at, work);
          if (!over.getAndSet(true)) {
            if (done) {
              end();
            } else {
              again(what, () -> until(what, work));
            }
          }
        });
    world.agenda.add(
        dice.millis(10_000, 12_000),
        null,
        "patience ends",
        () -> {
          if (!over.getAndSet(true)) {
            until(what, work);
          }
        });
  }

  private static boolean isDone(Node.Running at, Predicate<Node.Running> work) {
    try {
      return work.test(at);
    } catch (OnePassException e) {
      return false;
    }
  }
}

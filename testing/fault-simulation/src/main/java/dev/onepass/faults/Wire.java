// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Mishap;
import dev.onepass.faults.Weather.Party;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.util.function.Supplier;

/**
 * The wire between a process and its database, cache and leases. A call takes time, in which others
 * get in between; it may not arrive, its answer may not, and the caller may die before or after it
 * took effect.
 */
final class Wire {

  private final World world;
  private final NodeProcess process;

  Wire(World world, NodeProcess process) {
    this.world = world;
    this.process = process;
  }

  NodeProcess process() {
    return process;
  }

  World world() {
    return world;
  }

  <T> T call(Party party, String what, Supplier<T> effect) {
    return call(party, what, false, true, effect);
  }

  /** A call that may be rolled back for the sake of others. */
  <T> T transact(String what, Supplier<T> effect) {
    return call(Party.DATABASE, what, true, true, effect);
  }

  /** Rolls a transaction back that has decided what to write, if chance will have it. */
  void rollBackPerhaps() {
    if (world.weather.rollsBack()) {
      world.occurred(Occurrence.DATABASE_CONFLICT);
      world.note("rolled back at its end", process);
      throw new ConflictException("rolled back at its end", null);
    }
  }

  /** A call that nobody gets in between of. */
  <T> T callAtOnce(Party party, String what, Supplier<T> effect) {
    return call(party, what, false, false, effect);
  }

  private <T> T call(
      Party party, String what, boolean transaction, boolean pauses, Supplier<T> effect) {
    process.requireAlive();
    Mishap mishap = world.weather.mishap(party, process, transaction);
    pause(pauses);
    switch (mishap) {
      case DIES_BEFORE -> throw world.dieAt(process, Occurrence.NODE_DIED_BEFORE_AN_EFFECT);
      case REQUEST_LOST -> {
        world.occurred(party.requestLost);
        world.note("lost on the way to " + party, process, what);
        throw unavailable(party, what);
      }
      case CONFLICT -> {
        world.occurred(Occurrence.DATABASE_CONFLICT);
        world.note("rolled back", process, what);
        throw new ConflictException(what + ": rolled back for others' sake", null);
      }
      default -> {}
    }
    T result = effect.get();
    if (mishap == Mishap.DIES_AFTER) {
      throw world.dieAt(process, Occurrence.NODE_DIED_AFTER_AN_EFFECT);
    }
    pause(pauses);
    if (mishap == Mishap.ANSWER_LOST) {
      world.occurred(party.answerLost);
      world.note("answer lost from " + party, process, what);
      throw unavailable(party, what);
    }
    return result;
  }

  private void pause(boolean pauses) {
    if (pauses && !process.isInTransaction()) {
      world.pause(process);
    }
    process.requireAlive();
  }

  private static UnavailableException unavailable(Party party, String what) {
    Dependency dependency = party == Party.DATABASE ? Dependency.DATABASE : Dependency.CACHE;
    return new UnavailableException(dependency, what + ": no answer", null);
  }
}

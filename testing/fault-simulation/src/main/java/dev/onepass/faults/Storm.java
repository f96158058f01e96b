// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Outage;
import dev.onepass.faults.Weather.Party;
import java.time.Duration;

/** What goes wrong of itself during a run: deaths, freezes, outages, clocks, losses. */
final class Storm {

  private final World world;
  private final Dice dice;
  private final Scenario scenario;

  Storm(World world) {
    this.world = world;
    this.dice = world.dice;
    this.scenario = world.scenario;
  }

  /** Plans it all. */
  void plan() {
    repeat(scenario.deaths(), "death", this::death);
    repeat(scenario.freezes(), "freeze", this::freeze);
    repeat(scenario.clockJumps(), "clock", this::clock);
    repeat(scenario.outages(), "outage", this::outage);
    repeat(scenario.flushes(), "flush", this::flush);
  }

  private void repeat(int times, String what, Runnable event) {
    for (int i = 0; i < times; i++) {
      world.agenda.add(
          dice.millis(0, scenario.stormMillis()),
          null,
          what,
          () -> {
            if (!world.weather.isCalm()) {
              event.run();
            }
          });
    }
  }

  private void death() {
    Node.Running running = dice.pick(world.nodes).running();
    if (running != null) {
      if (dice.chance(0.25)) {
        stop(running);
      } else {
        world.kill(running.process());
      }
    }
  }

  /** As for an upgrade: asked to stop, and killed if it takes too long. */
  private void stop(Node.Running running) {
    world.occurred(Occurrence.NODE_STOPPED);
    NodeProcess process = running.process();
    Runnable kill =
        () -> {
          if (process.isAlive()) {
            world.kill(process);
          }
        };
    Runnable stopped =
        () -> {
          world.batchWaiters.stopped(process);
          kill.run();
        };
    world.agenda.add(0, process, "stop", () -> running.onePass().stop().thenRun(stopped));
    world.agenda.add(dice.millis(1_000, 20_000), null, "stopped for too long", kill);
  }

  private void freeze() {
    Node.Running running = dice.pick(world.nodes).running();
    if (running != null) {
      world.occurred(Occurrence.NODE_FROZEN);
      long nanos = dice.millis(100, dice.oneOf(2_000, 20_000));
      world.note("freezes", running.process(), nanos);
      running.process().freezeUntil(world.agenda.nowNanos() + nanos);
    }
  }

  private void clock() {
    if (dice.chance(0.5)) {
      world.occurred(Occurrence.LEASES_RAN_OUT_EARLY);
      world.storeClock.leap(dice.millis(1_000, 20_000));
      return;
    }
    Node.Running running = dice.pick(world.nodes).running();
    if (running != null) {
      world.occurred(Occurrence.WALL_CLOCK_JUMPED);
      running.process().jumpClock(dice.millis(-3_600_000, 3_600_000));
    }
  }

  private void outage() {
    if (dice.chance(0.25)) {
      world.occurred(Occurrence.THIRD_PARTY_TURNS_AWAY);
      world.weather.beginTurningAway();
      long nanos = dice.millis(200, dice.oneOf(2_000, 15_000));
      world.agenda.add(nanos, null, "lets calls in", world.weather::endTurningAway);
      return;
    }
    Party party = dice.oneOf(Party.values());
    world.occurred(party.outage);
    Node.Running running = dice.pick(world.nodes).running();
    String oneNode = running != null && dice.chance(0.4) ? running.process().node() : null;
    Outage outage = new Outage(party, oneNode);
    world.weather.begin(outage);
    long nanos = dice.millis(200, dice.oneOf(2_000, 15_000));
    world.note("does not answer", outage, Duration.ofNanos(nanos));
    world.agenda.add(nanos, null, "answers again", () -> world.weather.end(outage));
  }

  private void flush() {
    if (dice.chance(0.7)) {
      world.occurred(Occurrence.CACHE_FLUSHED);
      world.cache.invalidate();
    } else {
      world.occurred(Occurrence.LEASES_LOST);
      world.leases = new dev.onepass.memory.InMemoryLeases(world.storeClock);
    }
  }
}

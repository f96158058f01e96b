// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.OnePass;
import dev.onepass.ports.SharedCache;
import dev.onepass.ports.Storage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A machine that One-Pass runs on: one process after the other. */
final class Node {

  private final World world;
  private final String name;
  private int lives;
  private @Nullable Running running;

  /**
   * @param process the process
   * @param onePass what runs in it
   */
  record Running(NodeProcess process, OnePass onePass) {}

  Node(World world, String name) {
    this.world = world;
    this.name = name;
  }

  /** The process that runs now; null while none does. */
  @Nullable Running running() {
    return running != null && running.process.isAlive() ? running : null;
  }

  void start() {
    if (running() != null) {
      return;
    }
    NodeProcess process = new NodeProcess(name + "." + ++lives, world.dice.millis(-5_000, 5_000));
    OnePass onePass = build(process);
    running = new Running(process, onePass);
    world.note("starts", process);
    world.agenda.add(0, process, "start", onePass::start);
  }

  /** As the executor of a host program may: which has other work, and limits. */
  private void execute(NodeProcess process, Runnable task) {
    if (!world.weather.isCalm() && world.dice.chance(world.scenario.refusals())) {
      world.occurred(Occurrence.TASK_REFUSED);
      if (world.dice.chance(0.3)) {
        // A thread pool that cannot start a thread throws this, and has queued the task.
        world.agenda.add(world.taskDelay(), process, "task", task);
        throw new OutOfMemoryError("unable to create native thread");
      }
      throw new RejectedExecutionException("simulated");
    }
    if (world.dice.chance(world.scenario.inCaller())) {
      world.occurred(Occurrence.TASK_RUN_IN_CALLER);
      task.run();
    } else {
      world.agenda.add(world.taskDelay(), process, "task", task);
    }
  }

  private OnePass build(NodeProcess process) {
    Wire wire = new Wire(world, process);
    StoreLine store = new StoreLine(wire, world.database.ledger());
    BatchLine batches = new BatchLine(wire, world.database.batches());
    return OnePass.builder()
        .storage(
            new Storage(store, store, batches, batches, new OutagesLine(wire, world.cacheOutages)))
        .gateway(new BankLine(world, process))
        .timekeeper(new NodeClock(world.agenda, process, world.scenario.sinceNanos()))
        .executor(task -> execute(process, task))
        .cache(
            new SharedCache(
                new CacheLine(wire, world.cache),
                new StatusLine(wire, world.statuses),
                new LeaseLine(wire, () -> world.leases),
                new MembersLine(wire, world.cacheMembers)))
        .random(world.dice.split())
        .ledgerSettings(world.scenario.ledger())
        .sweepSettings(world.scenario.sweep(process.name))
        .concurrency(world.scenario.concurrency())
        .build();
  }
}

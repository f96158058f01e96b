// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.OnePass;
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
    onePass.start();
  }

  private OnePass build(NodeProcess process) {
    Wire wire = new Wire(world, process);
    StoreLine store = new StoreLine(wire, world.database.ledger());
    BatchLine batches = new BatchLine(wire, world.database.batches());
    return OnePass.builder()
        .ledger(store, store)
        .batches(batches, batches)
        .gateway(new BankLine(world, process))
        .timekeeper(new NodeClock(world.agenda, process))
        .executor(task -> world.agenda.add(world.taskDelay(), process, "task", task))
        .caches(new CacheLine(wire, world.cache), new StatusLine(wire, world.statuses))
        .leases(new LeaseLine(wire, () -> world.leases))
        .random(world.dice.split())
        .ledgerSettings(world.scenario.ledger())
        .sweepSettings(world.scenario.sweep(process.name))
        .concurrency(world.scenario.concurrency())
        .build();
  }
}

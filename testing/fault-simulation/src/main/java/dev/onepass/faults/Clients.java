// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.model.TransferCommand;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** All who ask for things: when, and for what. */
final class Clients {

  private static final Uid NOT_OUTSIDE = new Uid(99);
  private static final Uid OF_ANOTHER_BATCH = new Uid(98);

  private final Dice dice;
  private final World world;
  private final Scenario scenario;
  private final List<Uid> uids;
  private final Errands errands;
  private final Readers readers;
  private final Traders traders;
  private final BatchClients batches;

  /** When many come at once. */
  private final List<Long> rushes = new ArrayList<>();

  Clients(World world, List<Uid> uids) {
    this.world = world;
    this.dice = world.dice;
    this.scenario = world.scenario;
    this.uids = uids;
    this.errands = new Errands(world);
    this.readers = new Readers(world, errands, uids);
    this.traders = new Traders(world, errands, readers, uids);
    this.batches = new BatchClients(world, errands);
  }

  /** Plans it all. */
  void plan() {
    for (int i = dice.between(0, 3); i > 0; i--) {
      rushes.add(dice.millis(0, scenario.stormMillis()));
    }
    for (int i = 0; i < scenario.batches(); i++) {
      planBatch(new BatchId("batch" + i));
    }
    for (int i = 0; i < scenario.trades(); i++) {
      TransferCommand command = traders.command();
      inARush("transfer", () -> traders.transfer(command, new AtomicBoolean()));
    }
    for (int i = 0; i < scenario.reads(); i++) {
      inARush("read", readers::read);
    }
    for (int i = 0; i < scenario.validations(); i++) {
      within(scenario.stormMillis(), "operate", readers::operate);
    }
  }

  /** How many have no definite answer yet. */
  int waiting() {
    return errands.waiting();
  }

  Readers readers() {
    return readers;
  }

  private void within(long millis, String what, Runnable work) {
    errands.at(dice.millis(0, millis), what, work);
  }

  /** At some time, or together with others. */
  private void inARush(String what, Runnable work) {
    long at = rushes.isEmpty() ? dice.millis(0, scenario.stormMillis()) : dice.pick(rushes);
    errands.at(at + dice.millis(0, 300), what, work);
  }

  private void planBatch(BatchId id) {
    Set<Uid> accounts = accounts();
    long half = scenario.stormMillis() / 2;
    within(half, "batch", () -> batches.start(id, accounts));
    if (dice.chance(0.3)) {
      world.occurred(Occurrence.BATCH_STARTED_TWICE);
      within(half, "batch again", () -> batches.start(id, accounts));
    }
    if (dice.chance(0.1)) {
      within(half, "other batch", () -> batches.start(id, Set.of(OF_ANOTHER_BATCH)));
    }
    for (int i = scenario.contended() ? 8 : dice.oneOf(0, 0, 1, 5); i > 0; i--) {
      ItemState state =
          dice.oneOf(
              ItemState.UNRESOLVED, ItemState.REJECTED, ItemState.REJECTED, ItemState.MISSING);
      within(scenario.stormMillis() * 2L, "resume", () -> batches.resume(id, state));
    }
    for (int i = dice.oneOf(0, 0, 1, 3); i > 0; i--) {
      within(scenario.stormMillis(), "wait for the end", () -> batches.awaitEnd(id));
    }
    if (dice.chance(0.5)) {
      within(scenario.stormMillis(), "status", () -> batches.status(id));
    }
  }

  private Set<Uid> accounts() {
    Set<Uid> accounts = new TreeSet<>();
    for (Uid uid : uids) {
      if (dice.chance(0.8)) {
        accounts.add(uid);
      }
    }
    if (accounts.isEmpty() || dice.chance(0.2)) {
      accounts.add(NOT_OUTSIDE);
    }
    return accounts;
  }
}

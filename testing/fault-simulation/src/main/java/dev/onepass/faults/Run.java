// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sets a world up, lets the storm pass over it, and sees it to its end. */
final class Run {

  private final World world;
  private final Dice dice;
  private final Scenario scenario;
  private final List<Uid> uids = new ArrayList<>();
  private long openingCents;

  Run(World world) {
    this.world = world;
    this.dice = world.dice;
    this.scenario = world.scenario;
  }

  void plan() {
    boolean rich = scenario.contended() || dice.chance(0.15);
    for (int uid = 1; uid <= scenario.accounts(); uid++) {
      uids.add(new Uid(uid));
      if (dice.chance(0.7)) {
        open(new Uid(uid), dice.cents(1, 200));
      }
      if (dice.chance(0.9)) {
        world.bank.deposit(new Uid(uid), outside(rich));
      }
    }
    world.note("scenario", scenario);
    world.startAll();
    Clients clients = new Clients(world, uids);
    clients.plan();
    new Storm(world).plan();
    planDeposits();
    planCorruptions();
    Finale finale = new Finale(world, clients, uids, openingCents);
    world.agenda.add(
        java.time.Duration.ofMillis(scenario.stormMillis()).toNanos(),
        null,
        "the storm is over",
        finale::begin);
  }

  private long outside(boolean rich) {
    return rich
        ? dice.cents(10 * max(), 40 * max())
        : dice.cents(0, max() * dice.oneOf(0, 1, 3, 8, 40));
  }

  private long max() {
    return Math.max(5, scenario.maxPayCents());
  }

  private void open(Uid uid, long cents) {
    Balance opened = Balance.none(uid).plus(Money.ofCents(cents));
    Transfer opening =
        new Transfer(
            RequestId.ofOpening(uid),
            TransferKind.OPENING,
            Uid.EXTERNAL,
            uid,
            opened.amount(),
            null,
            opened,
            Instant.EPOCH);
    openingCents += cents;
    write(new LedgerChanges(List.of(opening), List.of(), List.of(opened), List.of(), List.of()));
  }

  private void write(LedgerChanges changes) {
    LedgerReads none = new LedgerReads(Set.of(), Set.of(), Set.of());
    world.database.ledger().transact(none, snapshot -> new Decided<>(changes, true));
    world.model.committed(changes);
  }

  private void planDeposits() {
    for (int i = 0; i < scenario.deposits(); i++) {
      Uid uid = dice.pick(uids);
      long cents = dice.cents(1, 3 * max());
      world.agenda.add(
          dice.millis(0, scenario.stormMillis() + 5_000),
          null,
          "deposit",
          () -> deposit(uid, cents));
    }
    if (dice.chance(0.15)) {
      Uid uid = dice.pick(uids);
      world.agenda.add(
          dice.millis(0, scenario.stormMillis()),
          null,
          "account refuses",
          () -> {
            world.occurred(Occurrence.EXTERNAL_ACCOUNT_REFUSING);
            world.bank.refuse(uid, true);
          });
      world.agenda.add(
          dice.millis(0, 2L * scenario.stormMillis()),
          null,
          "account pays",
          () -> world.bank.refuse(uid, false));
    }
  }

  private void deposit(Uid uid, long cents) {
    if (world.batchAudit.isUnderSweep(uid)) {
      world.occurred(Occurrence.DEPOSIT_DURING_A_SWEEP);
    }
    world.note("deposit", uid, cents);
    world.bank.deposit(uid, cents);
  }

  private void planCorruptions() {
    for (int i = 0; i < scenario.corruptions(); i++) {
      Uid uid = dice.pick(uids);
      world.agenda.add(
          dice.millis(0, scenario.stormMillis()), null, "corruption", () -> corrupt(uid));
    }
  }

  /** Somebody sets a stored balance by hand. */
  private void corrupt(Uid uid) {
    if (!world.model.exists(uid)) {
      return;
    }
    world.occurred(Occurrence.BALANCE_CORRUPTED);
    Money amount = Money.ofCents(world.model.cents(uid) + dice.cents(0, 100));
    Balance corrupted = new Balance(uid, amount, world.model.version(uid));
    LedgerReads none = new LedgerReads(Set.of(), Set.of(), Set.of());
    LedgerChanges changes =
        new LedgerChanges(List.of(), List.of(), List.of(corrupted), List.of(), List.of());
    world.database.ledger().transact(none, snapshot -> new Decided<>(changes, true));
    world.note("corrupted", corrupted);
    world.model.corrupted(corrupted);
  }
}

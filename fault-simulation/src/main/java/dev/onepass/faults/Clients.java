// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.batch.Acceptance;
import dev.onepass.domain.ledger.TransferCommand;
import dev.onepass.domain.ledger.TransferOutcome;
import dev.onepass.domain.ledger.TransferOutcome.InProgress;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.error.OnePassException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who ask for things: each at some node, and again, at any node, until he has a definite
 * answer.
 */
final class Clients {

  private static final long PATIENCE_MILLIS = 2_000;

  private final World world;
  private final Dice dice;
  private final Scenario scenario;
  private final List<Uid> uids;
  private final List<TransferCommand> commands = new ArrayList<>();
  private final List<Long> rushes = new ArrayList<>();
  private int waiting;

  Clients(World world, List<Uid> uids) {
    this.world = world;
    this.dice = world.dice;
    this.scenario = world.scenario;
    this.uids = uids;
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
      TransferCommand command = command(i);
      commands.add(command);
      inARush("transfer", () -> transfer(command, new AtomicBoolean()));
    }
    for (int i = 0; i < scenario.reads(); i++) {
      inARush("read", this::read);
    }
    for (int i = 0; i < scenario.validations(); i++) {
      once(scenario.stormMillis(), "operate", this::operate);
    }
  }

  /** How many have no definite answer yet. */
  int waiting() {
    return waiting;
  }

  private void once(long withinMillis, String what, Runnable work) {
    waiting++;
    world.agenda.add(dice.millis(0, withinMillis), null, what, work);
  }

  /** At some time, or together with others. */
  private void inARush(String what, Runnable work) {
    waiting++;
    long at = rushes.isEmpty() ? dice.millis(0, scenario.stormMillis()) : dice.pick(rushes);
    world.agenda.add(at + dice.millis(0, 300), null, what, work);
  }

  private void again(String what, Runnable work) {
    world.agenda.add(dice.millis(10, 1_000), null, what, work);
  }

  private void planBatch(BatchId id) {
    Set<Uid> all = new TreeSet<>();
    uids.forEach(
        uid -> {
          if (dice.chance(0.8)) {
            all.add(uid);
          }
        });
    if (dice.chance(0.2)) {
      all.add(new Uid(99));
    }
    if (all.isEmpty()) {
      all.add(uids.get(0));
    }
    long within = scenario.stormMillis() / 2;
    once(within, "batch", () -> startBatch(id, all));
    if (dice.chance(0.3)) {
      world.occurred(Occurrence.BATCH_STARTED_TWICE);
      once(within, "batch again", () -> startBatch(id, all));
    }
    if (dice.chance(0.1)) {
      once(within, "other batch of the id", () -> startBatch(id, Set.of(new Uid(98))));
    }
    for (int i = scenario.contended() ? 8 : dice.oneOf(0, 0, 1, 5); i > 0; i--) {
      once(scenario.stormMillis() * 2L, "resume", () -> resume(id));
    }
    if (dice.chance(0.5)) {
      once(scenario.stormMillis(), "status", () -> status(id));
    }
  }

  private TransferCommand command(int number) {
    if (!commands.isEmpty() && dice.chance(0.2)) {
      TransferCommand earlier = dice.pick(commands);
      return dice.chance(0.7) ? earlier : command(earlier.requestId());
    }
    return command(RequestId.ofCaller("r" + number));
  }

  private TransferCommand command(RequestId id) {
    Uid source = dice.pick(uids);
    Uid target = dice.chance(0.05) ? new Uid(97) : dice.pick(uids);
    if (target.equals(source)) {
      target = new Uid(source.value() % uids.size() + 1);
    }
    return new TransferCommand(id, source, target, Money.ofCents(dice.cents(1, 150)));
  }

  private Node.@Nullable Running anyRunning() {
    return dice.pick(world.nodes).running();
  }

  /**
   * Asks until there is a definite answer; a late one to an earlier question is as good.
   *
   * @param done whether there was one
   */
  private void transfer(TransferCommand command, AtomicBoolean done) {
    if (done.get()) {
      return;
    }
    Node.Running at = anyRunning();
    if (at == null) {
      again("transfer", () -> transfer(command, done));
      return;
    }
    AtomicBoolean heard = new AtomicBoolean();
    world.agenda.add(0, at.process(), "transfer asked", () -> ask(at, command, heard, done));
    world.agenda.add(
        dice.millis(PATIENCE_MILLIS, 2 * PATIENCE_MILLIS),
        null,
        "patience ends",
        () -> {
          if (!heard.getAndSet(true)) {
            transfer(command, done);
          }
        });
  }

  private void ask(
      Node.Running at, TransferCommand command, AtomicBoolean heard, AtomicBoolean done) {
    NodeProcess process = at.process();
    world.note("asks for", process, command);
    world.transferAudit.asked(process, command);
    at.onePass()
        .transfer(command)
        .whenComplete(
            (outcome, failure) -> {
              if (process.isAlive()) {
                world.note("answers", process, command.requestId(), outcome, failure);
                judge(process, command, outcome, failure);
                told(command, outcome, heard, done);
              }
            });
  }

  private void judge(
      NodeProcess process,
      TransferCommand command,
      @Nullable TransferOutcome outcome,
      @Nullable Throwable failure) {
    if (failure != null) {
      world.transferAudit.failed(process, command, failure);
    } else if (outcome != null) {
      world.transferAudit.answered(process, command, outcome);
      world.servingAudit.learnt(process, outcome);
    }
  }

  /**
   * @param outcome null if there is none
   */
  private void told(
      TransferCommand command,
      @Nullable TransferOutcome outcome,
      AtomicBoolean heard,
      AtomicBoolean done) {
    if (!world.weather.isCalm() && dice.chance(0.05)) {
      world.occurred(Occurrence.TRANSFER_ANSWER_LOST);
      return;
    }
    boolean definite = outcome != null && !(outcome instanceof InProgress);
    if (definite && !done.getAndSet(true)) {
      waiting--;
      if (dice.chance(0.4)) {
        waiting++;
        read();
      }
    }
    if (!heard.getAndSet(true) && !definite) {
      again("transfer", () -> transfer(command, done));
    }
  }

  /**
   * Has something done in some process's thread until it says that it is done.
   *
   * @param work is given up if its process dies, and repeated elsewhere
   */
  private void until(String what, java.util.function.Predicate<Node.Running> work) {
    Node.Running at = anyRunning();
    if (at == null) {
      again(what, () -> until(what, work));
      return;
    }
    boolean[] ended = new boolean[1];
    Runnable repeat = () -> again(what, () -> until(what, work));
    world.agenda.add(0, at.process(), what, () -> attempt(at, work, ended, repeat));
    world.agenda.add(
        dice.millis(10_000, 12_000),
        null,
        "patience ends",
        () -> {
          if (!ended[0]) {
            ended[0] = true;
            until(what, work);
          }
        });
  }

  private void attempt(
      Node.Running at,
      java.util.function.Predicate<Node.Running> work,
      boolean[] ended,
      Runnable repeat) {
    boolean done;
    try {
      done = work.test(at);
    } catch (OnePassException e) {
      done = false;
    }
    if (ended[0]) {
      return;
    }
    ended[0] = true;
    if (done) {
      waiting--;
    } else {
      repeat.run();
    }
  }

  private void startBatch(BatchId id, Set<Uid> accounts) {
    until(
        "start",
        at -> {
          Acceptance acceptance = at.onePass().batches().start(id, accounts);
          world.note("batch", at.process(), id, accounts, acceptance);
          if (acceptance == Acceptance.ID_REUSED) {
            world.occurred(Occurrence.BATCH_ID_REUSED);
            world.batchAudit.deniedAsReused(id, accounts);
          } else {
            world.occurred(Occurrence.BATCH_ACCEPTED);
            world.batchAudit.acknowledged(id, accounts);
          }
          return true;
        });
  }

  private void resume(BatchId id) {
    until(
        "resume",
        at -> {
          if (at.onePass().batches().resume(id).orElse(0L) > 0) {
            world.occurred(Occurrence.BATCH_RESUMED);
          }
          return true;
        });
  }

  private void status(BatchId id) {
    until(
        "status",
        at -> {
          Optional<BatchStatus> status = at.onePass().batches().status(id);
          status.ifPresent(this::isSound);
          return true;
        });
  }

  private void isSound(BatchStatus status) {
    long items = 0;
    for (ItemState state : ItemState.values()) {
      items += status.progress().count(state);
    }
    world.judge.require(
        items == status.batch().total(), "a status counts every account once", status);
    world.judge.require(
        status.phase() != BatchStatus.Phase.FINISHED || world.bank.isFinished(status.batch().id()),
        "finished is what has been finished",
        status);
  }

  private void read() {
    until(
        "read balances",
        at -> {
          // More at once would wait for each other, which is not what is simulated here.
          if (at.process().reads() >= 4) {
            return false;
          }
          at.process().enterRead();
          try {
            read(at, dice.chance(0.3));
          } finally {
            at.process().leaveRead();
          }
          return true;
        });
  }

  /** Reads all balances, and checks them. */
  void read(Node.Running at, boolean pastCache) {
    world.occurred(Occurrence.BALANCE_READ);
    Map<Uid, Long> known = world.servingAudit.known(at.process());
    Map<Uid, Long> stored = pastCache ? versions() : known;
    Map<Uid, Balance> balances = at.onePass().balances().read(uids, pastCache);
    world.note("reads", at.process(), balances);
    world.servingAudit.served(at.process(), uids, balances, stored);
  }

  /** The versions that are stored now. */
  Map<Uid, Long> versions() {
    Map<Uid, Long> versions = new java.util.HashMap<>();
    uids.forEach(uid -> versions.put(uid, world.model.version(uid)));
    return versions;
  }

  private void operate() {
    Uid uid = dice.pick(uids);
    boolean load = dice.chance(0.2);
    until("operate", at -> operate(at, () -> load ? load(at) : validate(at, uid)));
  }

  private boolean operate(Node.Running at, BooleanSupplier work) {
    NodeProcess process = at.process();
    if (process.isInvalidating()) {
      return false;
    }
    process.enterOperation();
    try {
      return work.getAsBoolean();
    } finally {
      process.leaveOperation();
    }
  }

  private boolean load(Node.Running at) {
    at.onePass().balances().loadCache();
    world.occurred(Occurrence.CACHE_LOADED);
    return true;
  }

  /** Validates an account, and repairs it. */
  boolean validate(Node.Running at, Uid uid) {
    Money expected = Money.ofCents(Math.max(0, world.model.cents(uid)));
    at.onePass()
        .validation()
        .validate(uid, expected, true)
        .ifPresent(
            report -> {
              world.note("validates", at.process(), report);
              world.occurred(Occurrence.BALANCE_VALIDATED);
              if (!report.repaired().isEmpty()) {
                world.occurred(Occurrence.BALANCE_REPAIRED);
              }
            });
    return true;
  }
}

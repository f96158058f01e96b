// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.InProgress;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Clients who transfer, and often look at the balances once they know of it. */
final class Traders {

  private static final long PATIENCE_MILLIS = 2_000;
  private static final Uid NOBODY = new Uid(97);

  private final World world;
  private final Dice dice;
  private final Errands errands;
  private final Readers readers;
  private final List<Uid> uids;
  private final List<TransferCommand> commands = new ArrayList<>();

  Traders(World world, Errands errands, Readers readers, List<Uid> uids) {
    this.world = world;
    this.dice = world.dice;
    this.errands = errands;
    this.readers = readers;
    this.uids = uids;
  }

  /** One that is new, or repeats an earlier one, or takes an earlier one's id for another. */
  TransferCommand command() {
    TransferCommand command = drawn();
    commands.add(command);
    return command;
  }

  private TransferCommand drawn() {
    if (!commands.isEmpty() && dice.chance(0.2)) {
      TransferCommand earlier = dice.pick(commands);
      return dice.chance(0.7) ? earlier : command(earlier.requestId());
    }
    return command(RequestId.ofCaller("r" + commands.size()));
  }

  private TransferCommand command(RequestId id) {
    Uid source = dice.pick(uids);
    Uid target = dice.chance(0.05) ? NOBODY : dice.pick(uids);
    if (target.equals(source)) {
      target = new Uid(source.value() % uids.size() + 1);
    }
    return new TransferCommand(id, source, target, Money.ofCents(dice.cents(1, 150)));
  }

  /**
   * Asks until there is a definite answer; a late one to an earlier question is as good.
   *
   * @param done whether there was one
   */
  void transfer(TransferCommand command, AtomicBoolean done) {
    if (done.get()) {
      return;
    }
    Node.Running at = errands.anyRunning();
    if (at == null) {
      errands.again("transfer", () -> transfer(command, done));
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
        .transferAsync(command)
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
      errands.end();
      if (dice.chance(0.4)) {
        errands.begin();
        readers.read();
      }
    }
    if (!heard.getAndSet(true) && !definite) {
      errands.again("transfer", () -> transfer(command, done));
    }
  }
}

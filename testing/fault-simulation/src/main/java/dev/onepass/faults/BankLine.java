// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Party;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The calls of one process to the third party, and what befalls them on the way and back. */
final class BankLine implements PaymentGateway {

  private final World world;
  private final NodeProcess process;
  private final Dice dice;
  private final long timeoutNanos;

  BankLine(World world, NodeProcess process) {
    this.world = world;
    this.process = process;
    this.dice = world.dice;
    this.timeoutNanos = Duration.ofMillis(world.scenario.payTimeoutMillis()).toNanos();
  }

  @Override
  public CompletionStage<PayAnswer> pay(Payment payment) {
    process.requireAlive();
    Bank.Entry entry = world.bank.asked(payment);
    world.batchAudit.beforePayment(payment);
    if (!world.weather.isCalm() && dice.chance(world.scenario.whims())) {
      return broken(entry);
    }
    CompletableFuture<PayAnswer> answer = new CompletableFuture<>();
    if (world.weather.turnsAway()) {
      turnAway(entry, answer);
    } else if (world.weather.isAway(Party.THIRD_PARTY, process)) {
      fail(entry, answer, latency(), Cause.CONNECTION);
    } else if (world.weather.strikesPayment()) {
      strike(entry, answer);
    } else {
      fair(entry, answer, latency(), latency());
    }
    return answer;
  }

  /** A proxy may turn an answer away as well as a call. */
  private void turnAway(Bank.Entry entry, CompletableFuture<PayAnswer> answer) {
    world.occurred(Occurrence.PAYMENT_TURNED_AWAY);
    if (dice.chance(0.1)) {
      applied(entry, latency());
    }
    tell(entry, answer, latency(), new PayAnswer.TurnedAway("code 401: token expired"));
  }

  /** Whatever an adapter may do that it must not; the payment may take effect all the same. */
  @SuppressWarnings("NullAway") // that is the point
  private CompletionStage<PayAnswer> broken(Bank.Entry entry) {
    world.occurred(Occurrence.PAYMENT_GATEWAY_BROKEN);
    CompletableFuture<PayAnswer> answer = new CompletableFuture<>();
    int whim = dice.between(0, 4);
    if (whim == 4) {
      answerLongAfter(entry, answer);
    } else if (dice.chance(0.5)) {
      applied(entry, latency());
    }
    return switch (whim) {
      case 0 -> throw new IllegalStateException("simulated bug of a gateway");
      case 1 -> throw new OutOfMemoryError("unable to create native thread");
      case 2 -> null;
      default -> answer;
    };
  }

  /** When nobody waits for it any more. */
  private void answerLongAfter(Bank.Entry entry, CompletableFuture<PayAnswer> answer) {
    long call = world.bank.nextCall();
    long back = Scenario.ANSWER_PATIENCE.toNanos() + dice.millis(0, 60_000);
    world.agenda.add(
        latency(),
        null,
        "payment arrives",
        () -> tell(entry, answer, back, arrive(entry, call, world.bank::arrived)));
  }

  private void strike(Bank.Entry entry, CompletableFuture<PayAnswer> answer) {
    switch (dice.between(0, 10)) {
      case 0 -> {
        world.occurred(Occurrence.PAYMENT_REQUEST_LOST);
        fail(entry, answer, dice.oneOf(latency(), timeoutNanos), Cause.CONNECTION);
      }
      case 1 -> {
        world.occurred(Occurrence.PAYMENT_ANSWER_LOST);
        applied(entry, latency());
        fail(entry, answer, dice.oneOf(0L, timeoutNanos), Cause.CONNECTION);
      }
      case 2 -> {
        world.occurred(Occurrence.PAYMENT_ANSWER_TOO_LATE);
        fair(entry, answer, latency(), timeoutNanos + latency());
      }
      case 3 -> {
        world.occurred(Occurrence.PAYMENT_504_NOT_APPLIED);
        fail(entry, answer, latency(), Cause.SERVER_ERROR);
      }
      case 4 -> {
        world.occurred(Occurrence.PAYMENT_504_APPLIED);
        applied(entry, latency());
        fail(entry, answer, latency(), Cause.SERVER_ERROR);
      }
      case 5 -> {
        world.occurred(Occurrence.PAYMENT_FOREIGN_ANSWER);
        if (dice.chance(0.5)) {
          applied(entry, latency());
        }
        fail(entry, answer, latency(), Cause.UNREADABLE);
      }
      case 6 -> {
        world.occurred(Occurrence.PAYMENT_THROTTLED);
        Duration wait = Duration.ofMillis(dice.between(0, 500));
        tell(entry, answer, latency(), new PayAnswer.Throttled(wait));
      }
      case 7 -> {
        world.occurred(Occurrence.PAYMENT_NOT_SENT);
        fail(entry, answer, 0, Cause.NOT_SENT);
      }
      case 8 -> {
        world.occurred(Occurrence.PAYMENT_DUPLICATED);
        fair(entry, answer, latency(), latency(), world.bank::copyArrived);
        long there = dice.oneOf(latency(), dice.millis(0, 10_000));
        fair(entry, answer, there, latency(), world.bank::copyArrived);
      }
      case 9 -> {
        world.occurred(Occurrence.PAYMENT_APPLIED_LONG_AFTER);
        applied(entry, timeoutNanos + dice.millis(0, world.scenario.lateMillis()));
        fail(entry, answer, timeoutNanos, Cause.TIMEOUT);
      }
      default -> {
        world.occurred(Occurrence.PAYMENT_CALL_BROKE);
        applied(entry, latency());
        world.agenda.add(
            latency(),
            process,
            "call breaks",
            () -> answer.completeExceptionally(new IllegalStateException("broke")));
      }
    }
  }

  private long latency() {
    int most = world.scenario.latencyMillis();
    return dice.millis(
        0, world.weather.isCalm() ? Math.min(most, world.scenario.payTimeoutMillis() / 4) : most);
  }

  /** Arrives, and is answered unless the caller has given up by then. */
  private void fair(Bank.Entry entry, CompletableFuture<PayAnswer> answer, long there, long back) {
    fair(entry, answer, there, back, world.bank::arrived);
  }

  private void fair(
      Bank.Entry entry,
      CompletableFuture<PayAnswer> answer,
      long there,
      long back,
      BiFunction<Bank.Entry, Long, PayAnswer> arrival) {
    long call = world.bank.nextCall();
    world.agenda.add(
        there,
        null,
        "payment arrives",
        () -> {
          PayAnswer truth = arrive(entry, call, arrival);
          if (there + back < timeoutNanos) {
            tell(entry, answer, back, truth);
          }
        });
    if (there + back >= timeoutNanos) {
      fail(entry, answer, timeoutNanos, Cause.TIMEOUT);
    }
  }

  private void applied(Bank.Entry entry, long there) {
    long call = world.bank.nextCall();
    world.agenda.add(
        there, null, "payment arrives", () -> arrive(entry, call, world.bank::arrived));
  }

  private PayAnswer arrive(
      Bank.Entry entry, long call, BiFunction<Bank.Entry, Long, PayAnswer> arrival) {
    if (world.weather.endsLeases()) {
      world.occurred(Occurrence.LEASES_RAN_OUT_EARLY);
      world.note("leases run out");
      world.storeClock.leap(world.scenario.lease().toNanos());
    }
    if (world.bank.isRefused(entry) && world.scenario.deposits() > 0 && dice.chance(0.5)) {
      // The worst moment: nobody expects this payment to move anything any more.
      world.occurred(Occurrence.DEPOSIT_BEFORE_A_STRAGGLER);
      world.bank.deposit(entry.payment.uid(), entry.payment.amount().cents());
    }
    PayAnswer answer = arrival.apply(entry, call);
    world.note("judged", entry.payment, answer);
    return answer;
  }

  private void fail(Bank.Entry entry, CompletableFuture<PayAnswer> answer, long in, Cause cause) {
    tell(entry, answer, in, new PayAnswer.InDoubt(cause, "simulated"));
  }

  private void tell(
      Bank.Entry entry, CompletableFuture<PayAnswer> answer, long in, PayAnswer what) {
    world.agenda.add(
        in,
        process,
        "payment answered",
        () -> {
          world.note("hears", process, entry.payment, what);
          if (!answer.isDone()) {
            world.bank.heard(entry, what);
          }
          answer.complete(what);
        });
  }

  @Override
  public CompletionStage<Void> begin(BatchId batch, List<Uid> uids) {
    return announce("begin", batch, () -> world.bank.begun(batch));
  }

  @Override
  public CompletionStage<Void> finish(BatchId batch) {
    world.batchAudit.beforeFinish(batch);
    return announce("finish", batch, () -> world.bank.finished(batch));
  }

  private CompletionStage<Void> announce(String what, BatchId batch, Runnable effect) {
    process.requireAlive();
    world.note(what, process, batch);
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    boolean arrives =
        !world.weather.isAway(Party.THIRD_PARTY, process) && !world.weather.strikesPayment();
    boolean answered = arrives && !world.weather.strikesPayment();
    if (arrives) {
      world.agenda.add(latency(), null, what + " arrives", effect);
    } else {
      world.occurred(Occurrence.ANNOUNCEMENT_LOST);
    }
    if (answered) {
      world.agenda.add(
          2 * Duration.ofMillis(world.scenario.latencyMillis()).toNanos(),
          process,
          what + " confirmed",
          () -> confirmed.complete(null));
    } else {
      world.occurred(Occurrence.ANNOUNCEMENT_CONFIRMATION_LOST);
      world.agenda.add(
          timeoutNanos,
          process,
          what + " unconfirmed",
          () ->
              confirmed.completeExceptionally(
                  new UnavailableException(
                      Dependency.THIRD_PARTY, what + ": no confirmation", null)));
    }
    return confirmed;
  }
}

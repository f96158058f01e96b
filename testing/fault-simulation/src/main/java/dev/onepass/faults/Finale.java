// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.model.ConservationReport;
import dev.onepass.domain.model.ReconciliationReport;
import dev.onepass.domain.model.SettledPayment;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The end of a run: everything works again, and all that was accepted has to finish without help.
 * Then balances are repaired that somebody had changed by hand, every node is asked and stopped,
 * and the books are closed.
 */
final class Finale {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final World world;
  private final Clients clients;
  private final List<Uid> uids;
  private final long openingCents;
  private long deadlineNanos;
  private int stopped;

  Finale(World world, Clients clients, List<Uid> uids, long openingCents) {
    this.world = world;
    this.clients = clients;
    this.uids = uids;
    this.openingCents = openingCents;
  }

  void begin() {
    world.weather.calmDown();
    uids.forEach(uid -> world.bank.refuse(uid, false));
    for (Node node : world.nodes) {
      Node.Running running = node.running();
      if (running != null) {
        running.process().freezeUntil(world.agenda.nowNanos());
      }
    }
    world.startAll();
    deadlineNanos = world.agenda.nowNanos() + PATIENCE.toNanos();
    // What was sent before may still arrive, and deposits are made.
    later(Duration.ofSeconds(30), "wait", this::await);
  }

  private void later(Duration delay, String what, Runnable work) {
    world.agenda.add(delay.toNanos(), null, what, work);
  }

  private void await() {
    if (clients.waiting() == 0 && world.batchAudit.allDone()) {
      repair();
    } else if (world.agenda.nowNanos() > deadlineNanos) {
      world.judge.fail("what was accepted finishes by itself", clients.waiting(), world.batchAudit);
    } else {
      later(LOOK_AGAIN, "wait", this::await);
    }
  }

  /** Has every node use the cache, and repairs what was changed by hand. */
  private void repair() {
    world.startAll();
    each("repair", at -> clients.readers().read(at, false));
    later(Duration.ofSeconds(5), "repair", this::repairStored);
    later(Duration.ofSeconds(10), "ask", this::ask);
    later(Duration.ofSeconds(15), "compare", this::beforeTheStatement);
  }

  private void repairStored() {
    Node.Running any = world.nodes.get(0).running();
    if (any != null) {
      world.agenda.add(
          0,
          any.process(),
          "repair",
          () ->
              uids.stream()
                  .filter(world.model::isDrifting)
                  .forEach(uid -> clients.readers().validate(any, uid)));
    }
  }

  /** Until the third party gives its statement only what nobody can know of is missing. */
  private void beforeTheStatement() {
    // All have ended a while ago, here or there.
    world.batchWaiters.inTheEnd();
    long missing = uids.stream().mapToLong(this::excusablyMissing).sum();
    Node.Running any = world.nodes.get(0).running();
    // Telling all payments apart takes long, and shows nothing else.
    if (any != null && missing > 0) {
      world.batchAudit.reconciling();
      List<SettledPayment> statement = world.bank.statement();
      world.agenda.add(0, any.process(), "reconcile", () -> reconcile(any, statement));
      // What was credited may cover by now what was spent and never there.
      later(Duration.ofSeconds(30), "repair", this::repairStored);
    }
    later(Duration.ofMinutes(1), "stop", this::stop);
  }

  private void reconcile(Node.Running at, List<SettledPayment> statement) {
    for (Batch batch : at.onePass().batches().newest(1_000)) {
      at.onePass()
          .reconciliation()
          .apply(batch.id(), statement)
          .thenAccept(
              report -> {
                boolean reconciled = report.filter(ReconciliationReport::isReconciled).isPresent();
                world.judge.require(reconciled, "a statement leaves nothing to be done", report);
                report.ifPresent(this::count);
              });
    }
  }

  private void count(ReconciliationReport report) {
    report.findings().forEach(finding -> world.occurred(Occurrence.PAYMENT_CREDITED_BY_STATEMENT));
  }

  private void each(String what, java.util.function.Consumer<Node.Running> work) {
    for (Node node : world.nodes) {
      Node.Running running = node.running();
      if (running != null) {
        world.agenda.add(0, running.process(), what, () -> work.accept(running));
      }
    }
  }

  /** Every node tells what is stored, and that its batches are conserved. */
  private void ask() {
    Map<Uid, Long> versions = clients.readers().versions();
    each(
        "ask",
        at -> {
          Map<Uid, Balance> balances = at.onePass().balances().read(uids);
          world.servingAudit.served(at.process(), uids, balances, versions);
          balances
              .values()
              .forEach(
                  balance ->
                      world.judge.require(
                          balance.amount().cents() == world.model.cents(balance.uid()),
                          "in the end everybody is served what is stored",
                          at.process(),
                          balance));
          for (Batch batch : at.onePass().batches().newest(100)) {
            world.judge.require(
                at.onePass()
                    .batches()
                    .report(batch.id(), Uid.EXTERNAL, 100)
                    .filter(ConservationReport::isConserved)
                    .isPresent(),
                "every batch is conserved",
                batch);
          }
        });
  }

  private void stop() {
    each("stop", at -> at.onePass().stop().thenRun(() -> stopped++));
    later(Duration.ofMinutes(2), "close", this::close);
  }

  private void close() {
    world.judge.require(stopped == world.nodes.size(), "a node that is stopped stops", stopped);
    world.batchAudit.inTheEnd();
    world.booksAudit.whole();
    long inside = 0;
    long outside = 0;
    for (Uid uid : uids) {
      long journalCents = world.model.journalCents(uid);
      world.judge.require(
          !world.model.isDrifting(uid) || journalCents < 0,
          "what is broken can be repaired, unless money was spent that never was",
          uid,
          journalCents);
      inside += journalCents;
      outside += world.bank.held(uid);
      world.judge.require(
          world.bank.settledCents(uid) == world.model.sweptCents(uid),
          "what settled outside is credited exactly once, by a statement at the latest",
          uid,
          world.bank.settledCents(uid),
          world.model.sweptCents(uid));
    }
    world.judge.require(
        inside + outside == openingCents + world.bank.depositedCents(),
        "money is conserved",
        inside,
        outside,
        openingCents,
        world.bank.depositedCents());
    world.finish();
  }

  /** What left the account outside and was not credited: only by a request that was doubled. */
  private long excusablyMissing(Uid uid) {
    long missing = world.bank.settledCents(uid) - world.model.sweptCents(uid);
    List<Long> excusable = world.bank.settledByCopy(uid);
    world.judge.require(
        isSumOfSome(excusable, missing),
        "what settled outside is credited exactly once",
        uid,
        missing,
        excusable);
    return missing;
  }

  private static boolean isSumOfSome(List<Long> amounts, long sum) {
    if (sum == 0) {
      return true;
    }
    if (amounts.isEmpty() || sum < 0) {
      return false;
    }
    List<Long> rest = amounts.subList(1, amounts.size());
    return isSumOfSome(rest, sum - amounts.get(0)) || isSumOfSome(rest, sum);
  }
}

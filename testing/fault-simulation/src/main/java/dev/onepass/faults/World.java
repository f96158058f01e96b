// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Agenda.Event;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryCacheMembers;
import dev.onepass.memory.InMemoryCacheOutages;
import dev.onepass.memory.InMemoryLeases;
import dev.onepass.memory.InMemoryStatusCache;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerReads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run: everything that exists in it, what happens next, and what is thought of it. Lives as
 * long as the run; not thread-safe but by the stage's baton.
 */
final class World implements Stage.Play {

  private static final long STEPS_MAX = 400_000;

  final Dice dice;
  final Scenario scenario;
  final Agenda agenda;
  final Judge judge = new Judge();
  final Occurrences occurrences = new Occurrences();
  final Weather weather;
  final StoreClock storeClock;
  final MemoryDatabase database;
  final InMemoryBalanceCache cache = new InMemoryBalanceCache();
  final InMemoryCacheMembers cacheMembers = new InMemoryCacheMembers();
  final InMemoryCacheOutages cacheOutages;
  final InMemoryStatusCache statuses;
  InMemoryLeases leases;

  final Bank bank = new Bank(judge, occurrences);
  final LedgerModel model = new LedgerModel(judge);
  final BooksAudit booksAudit;
  final BatchAudit batchAudit;
  final TransferAudit transferAudit;
  final ServingAudit servingAudit;
  final BatchWaiters batchWaiters = new BatchWaiters(this);

  final List<Node> nodes = new ArrayList<>();
  private final Stage stage;
  private final Trace trace;
  private long step;
  private boolean over;
  private Verdict.@Nullable Violation violation;

  World(long seed, Stage stage, int traceLines) {
    this.dice = new Dice(seed);
    this.scenario = Scenario.drawn(dice);
    this.agenda = new Agenda(dice);
    this.stage = stage;
    this.trace = new Trace(traceLines);
    this.weather = new Weather(scenario, dice);
    this.storeClock = new StoreClock(agenda);
    this.database = new MemoryDatabase(storeClock);
    this.statuses = new InMemoryStatusCache(storeClock);
    this.leases = new InMemoryLeases(storeClock);
    this.cacheOutages = new InMemoryCacheOutages(storeClock);
    this.booksAudit = new BooksAudit(database.ledger(), model, judge);
    this.batchAudit = new BatchAudit(database.batches(), model, bank, judge, occurrences);
    this.transferAudit = new TransferAudit(model, judge, occurrences);
    this.servingAudit = new ServingAudit(model, judge, scenario.nodes() == 1);
    for (int i = 0; i < scenario.nodes(); i++) {
      nodes.add(new Node(this, "node" + (char) ('A' + i)));
    }
  }

  @Override
  public @Nullable Event next() {
    if (!over) {
      step++;
      if (isBroken()) {
        end();
      } else if (step > STEPS_MAX) {
        judge.fail("a run comes to an end", batchAudit);
      }
    }
    Event event = over ? agenda.nextSleeper() : agenda.next();
    if (event == null && !over) {
      judge.fail("there is always something next", batchAudit);
      return next();
    }
    return event;
  }

  /** Whether what was to be always true is not. */
  private boolean isBroken() {
    String broken = judge.broken();
    if (broken != null) {
      violation = new Verdict.Violation(step, broken, trace.lines());
    }
    return broken != null;
  }

  /** The last step was taken, and is judged too. */
  void finish() {
    if (!isBroken()) {
      end();
    }
  }

  /** Whatever still sleeps is woken to find that it died. */
  void end() {
    over = true;
    for (Node node : nodes) {
      Node.Running running = node.running();
      if (running != null) {
        running.process().die();
      }
    }
  }

  @Override
  public void perform(Event event) {
    note(event.what, event.owner == null ? "" : event.owner);
    Runnable work = event.work;
    if (work == null) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException | Error thrown) {
      boolean diedInTheMiddle = event.owner != null && !event.owner.isAlive();
      if (!diedInTheMiddle) {
        judge.threw(event.what, thrown);
      }
    }
  }

  void note(String what, @Nullable Object... details) {
    trace.note(step, agenda.nowNanos(), what, details);
  }

  void occurred(Occurrence occurrence) {
    occurrences.count(occurrence);
  }

  /** Lets others get in between, if chance will have it. */
  void pause(NodeProcess process) {
    if (over || !dice.chance(scenario.pauses())) {
      return;
    }
    long nanos = weather.isCalm() ? dice.millis(0, 2) : delay();
    if (!agenda.pass(nanos)) {
      stage.sleep(agenda, process, nanos);
    }
  }

  private long delay() {
    return dice.millis(0, dice.chance(0.02) ? 3_000 : scenario.latencyMillis());
  }

  /** How long a task waits for a thread. */
  long taskDelay() {
    return dice.chance(0.02) ? dice.millis(0, 50) : dice.between(0, 200_000);
  }

  /** The process dies here and now; who called throws what is returned. */
  NodeProcess.Death dieAt(NodeProcess process, Occurrence where) {
    occurred(where);
    kill(process);
    return new NodeProcess.Death(process.name);
  }

  void kill(NodeProcess process) {
    occurred(Occurrence.NODE_DIED);
    note("dies", process);
    process.die();
    agenda.add(dice.millis(0, 5_000), null, "restart", this::startAll);
  }

  /** Starts each node of which no process runs. */
  void startAll() {
    nodes.forEach(Node::start);
  }

  /** A transaction of a process was committed. */
  void committed(NodeProcess process, LedgerReads reads, LedgerChanges changes) {
    if (!reads.items().isEmpty()) {
      occurred(
          changes.checkpoints().isEmpty()
              ? Occurrence.CHECKPOINT_UNDER_AN_OLD_FENCE
              : Occurrence.CHECKPOINT_WRITTEN);
    }
    if (changes.isEmpty()) {
      return;
    }
    note("commits", process, changes);
    changes.transfers().forEach(transferAudit::committed);
    model.committed(changes);
    booksAudit.afterCommit(changes);
    if (!changes.checkpoints().isEmpty()) {
      batchAudit.afterWrite(
          changes.checkpoints().stream()
              .map(checkpoint -> checkpoint.item().key().batch())
              .toList());
    }
  }

  void servedByCache(NodeProcess process, Balance balance) {
    occurred(Occurrence.BALANCE_SERVED_BY_CACHE);
    note("served by the cache", process, balance);
  }

  Verdict verdict(long seed) {
    return new Verdict(seed, step, agenda.nowNanos(), trace.digest(), occurrences, violation);
  }
}

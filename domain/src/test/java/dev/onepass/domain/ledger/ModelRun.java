// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.BalanceReader;
import dev.onepass.domain.Services;
import dev.onepass.domain.TappedStore;
import dev.onepass.domain.TaskQueue;
import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.FaultPlan;
import dev.onepass.testkit.fault.Faulty;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One random run of the ledger beside the model: commands, repeated and reused ids, poisoned ones,
 * checkpoints of sweeps that get stale, writers that take turns in any order, a database and a
 * cache that fail before and after the deed. After every step the books must be sound, and nobody
 * may see a balance older than one seen before.
 */
final class ModelRun {

  private static final int STEPS = 120;
  private static final int FUNDED = 5;
  private static final long OPENING_CENTS = 100;

  private final String name;
  private final Random random;
  private final boolean faulty;
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final TaskQueue tasks = new TaskQueue();
  private final MemoryDatabase database = new MemoryDatabase(time);
  private final TappedStore store;
  private final GuardedCache cache;
  private final Ledger ledger;
  private final BalanceReader reader;
  private final SequentialModel model = new SequentialModel();
  private final ModelSweep sweep;

  /** In the order of submission: what the model is to be told in the end. */
  private final List<Submitted> submitted = new ArrayList<>();

  private final Set<RequestId> poison = new HashSet<>();
  private final Map<Uid, Long> versionsSeen = new HashMap<>();

  /** A command, and what the ledger has said to it so far. */
  private record Submitted(
      TransferCommand command, CompletableFuture<TransferOutcome> answer, boolean twinInFlight) {}

  ModelRun(long seed, double faultRate) {
    name = "seed " + seed + ", fault rate " + faultRate;
    random = new Random(seed);
    faulty = faultRate > 0;
    store =
        new TappedStore(
            Faulty.port(
                LedgerStore.class,
                database.ledger(),
                Dependency.DATABASE,
                FaultPlan.random(seed, faultRate, "transact")));
    cache = new GuardedCache(FailingCache.create(-seed, faultRate), time, tasks);
    LedgerSettings settings =
        LedgerSettings.DEFAULT
            .withWriters(1 + random.nextInt(3))
            .withMaxGroup(1 + random.nextInt(6))
            .withPatience(Duration.ofDays(1));
    ledger = new Ledger(store, cache, time, tasks, random, settings);
    reader = Services.reader(database.ledger(), cache, time);
    for (long uid = 1; uid <= FUNDED; uid++) {
      Accounts.open(database.ledger(), uid, Money.ofCents(OPENING_CENTS).toString());
    }
    sweep = new ModelSweep(database, ledger, random);
    store.poison = poison;
  }

  void run() {
    for (int i = 0; i < STEPS; i++) {
      step();
      check();
    }
    for (int i = 0; i < 100_000 && !isDrained(); i++) {
      work();
    }
    assertThat(isDrained()).as(name).isTrue();
    check();
    compareWithModel();
  }

  private boolean isDrained() {
    return ledger.close().toCompletableFuture().isDone();
  }

  private void step() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> submitTransfer();
      case 3 -> sweep.step(submitted.size());
      case 4 -> look(uid());
      default -> work();
    }
  }

  private void work() {
    time.advance(Duration.ofMillis(random.nextInt(300)));
    tasks.runAny(random);
  }

  private void submitTransfer() {
    boolean repeat = !submitted.isEmpty() && random.nextInt(4) == 0;
    TransferCommand command = repeat ? repeated() : command("t" + submitted.size());
    boolean twinInFlight =
        submitted.stream()
            .anyMatch(
                s -> s.command().requestId().equals(command.requestId()) && !s.answer().isDone());
    if (!repeat && random.nextInt(20) == 0) {
      poison.add(command.requestId());
    }
    submitted.add(
        new Submitted(command, ledger.transfer(command).toCompletableFuture(), twinInFlight));
  }

  private TransferCommand repeated() {
    TransferCommand earlier = submitted.get(random.nextInt(submitted.size())).command();
    return random.nextInt(4) == 0 ? command(earlier.requestId().value()) : earlier;
  }

  private TransferCommand command(String id) {
    Uid source = uid();
    Uid target = uid();
    while (target.equals(source)) {
      target = uid();
    }
    Money amount = Money.ofCents(1 + random.nextInt(60));
    return new TransferCommand(RequestId.ofCaller(id), source, target, amount);
  }

  // One of the funded accounts, one that sweeps may open, or one that never exists.
  private Uid uid() {
    return new Uid(1 + random.nextInt(FUNDED + 3));
  }

  private void look(Uid uid) {
    Balance balance = reader.read(List.of(uid)).get(uid);
    saw(uid, balance == null ? 0 : balance.version());
  }

  private void saw(Uid uid, long version) {
    long before = versionsSeen.getOrDefault(uid, 0L);
    assertThat(version).as("%s: version of %s", name, uid).isGreaterThanOrEqualTo(before);
    versionsSeen.put(uid, version);
  }

  private void check() {
    Money fromOutside = Money.ofCents(FUNDED * OPENING_CENTS).plus(sweep.creditedByItems());
    Accounts.requireSound(database.ledger(), fromOutside);
    for (Submitted command : submitted) {
      if (outcomeOf(command) instanceof Posted posted) {
        mustBeVisible(posted.transfer());
      }
    }
  }

  // Whoever has an answer must see its effect, or a later one.
  private void mustBeVisible(Transfer transfer) {
    versionsSeen.merge(transfer.debit(), transfer.debitAfter().version(), Math::max);
    versionsSeen.merge(transfer.credit(), transfer.creditAfter().version(), Math::max);
  }

  private static TransferOutcome outcomeOf(Submitted command) {
    boolean answered = command.answer().isDone() && !command.answer().isCompletedExceptionally();
    return answered ? command.answer().join() : null;
  }

  private void compareWithModel() {
    for (long uid = 1; uid <= FUNDED; uid++) {
      model.credit(uid, OPENING_CENTS);
    }
    int number = 0;
    for (Submitted command : submitted) {
      sweep.tellModel(model, number++);
      compareWithModel(command);
    }
    sweep.tellModel(model, Integer.MAX_VALUE);
    Map<Long, Long> actual = new HashMap<>();
    Accounts.all(database.ledger())
        .forEach((uid, balance) -> actual.put(uid.value(), balance.amount().cents()));
    assertThat(actual).as(name).isEqualTo(model.balances());
  }

  private void compareWithModel(Submitted command) {
    String what = name + ": " + command.command();
    if (command.twinInFlight()) {
      assertThat(outcomeOf(command)).as(what).isInstanceOf(TransferOutcome.InProgress.class);
    } else if (poison.contains(command.command().requestId())) {
      assertThat(command.answer()).as(what).isCompletedExceptionally();
    } else {
      assertThat(command.answer()).as(what).isCompleted();
      String expected = model.transfer(command.command());
      // After a lost answer the ledger finds its own deed in the record.
      String[] allowed = {expected, faulty ? expected + " again" : expected};
      assertThat(SequentialModel.inWords(outcomeOf(command))).as(what).isIn((Object[]) allowed);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.BalanceReader;
import dev.onepass.domain.Services;
import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.InProgress;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.time.SystemTimekeeper;
import dev.onepass.testkit.fault.FaultPlan;
import dev.onepass.testkit.fault.Faulty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads, on two ledgers over one database and one cache, both of which fail at random. */
@Timeout(120)
class LedgerThreadsTest {

  private static final int CALLERS = 16;
  private static final int TRANSFERS = 150;
  private static final int ACCOUNTS = 6;

  private final SystemTimekeeper time = new SystemTimekeeper();
  private final ExecutorService executor = Executors.newFixedThreadPool(6);
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final MemoryDatabase database = new MemoryDatabase(time);
  private final BalanceCache cache = FailingCache.create(1, 0.02);
  private final Node one = newNode(1);
  private final Node two = newNode(2);

  /** A process of its own, but for the database and the cache. */
  private record Node(Ledger ledger, BalanceReader reader) {}

  @BeforeEach
  void openAccounts() {
    for (int uid = 1; uid <= ACCOUNTS; uid++) {
      Accounts.open(database.ledger(), uid, "100.00");
    }
  }

  @AfterEach
  void stopThreads() {
    callers.shutdownNow();
    executor.shutdownNow();
    time.close();
  }

  @Test
  void eachCallerSeesItsOwnTransfersAndEveryAnswerIsInTheJournalOnce() throws Exception {
    List<Posted> posted = new ArrayList<>();
    for (List<Posted> ofCaller : race(this::transferAndLook)) {
      posted.addAll(ofCaller);
    }

    Accounts.requireSound(database.ledger(), Money.of("600.00"));
    assertThat(journal()).isEqualTo(new HashSet<>(posted.stream().map(Posted::transfer).toList()));
    assertThat(posted).hasSizeGreaterThan(CALLERS * TRANSFERS / 2);
  }

  @Test
  void oneRequestFromManyCallersMovesMoneyOnce() throws Exception {
    TransferCommand command = command("the one", 1, 2, Money.of("1.00"));

    List<Posted> answers = race(caller -> untilPosted(node(caller), command));

    assertThat(answers.stream().filter(posted -> !posted.replayed())).hasSizeLessThanOrEqualTo(1);
    assertThat(answers.stream().map(Posted::transfer).distinct()).hasSize(1);
    assertThat(Accounts.amount(database.ledger(), new Uid(2))).isEqualTo(Money.of("101.00"));
  }

  @Test
  void closingUnderLoadLosesNoAnswer() throws Exception {
    race(
        caller -> {
          List<Future<TransferOutcome>> answers = new ArrayList<>();
          for (int i = 0; i < TRANSFERS; i++) {
            Money cent = Money.ofCents(1);
            answers.add(
                one.ledger()
                    .transfer(command(caller + "-" + i, 1 + caller % 2, 3, cent))
                    .toCompletableFuture());
          }
          one.ledger().close().toCompletableFuture().get(60, TimeUnit.SECONDS);
          assertThat(answers).allMatch(Future::isDone);
          return answers;
        });

    Accounts.requireSound(database.ledger(), Money.of("600.00"));
  }

  private List<Posted> transferAndLook(int caller) throws Exception {
    Random random = new Random(caller);
    Node node = node(caller);
    List<Posted> posted = new ArrayList<>();
    for (int i = 0; i < TRANSFERS; i++) {
      int source = 1 + random.nextInt(ACCOUNTS);
      int target = 1 + (source + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
      Money amount = Money.ofCents(1 + random.nextInt(500));
      TransferOutcome outcome = answer(node, command(caller + "-" + i, source, target, amount));
      if (outcome instanceof Posted done) {
        posted.add(done);
        assertSeen(node, done.transfer());
      }
    }
    return posted;
  }

  private static void assertSeen(Node node, Transfer transfer) {
    Uid uid = transfer.credit();
    assertThat(node.reader().read(List.of(uid)).get(uid).version())
        .isGreaterThanOrEqualTo(transfer.creditAfter().version());
  }

  private static Posted untilPosted(Node node, TransferCommand command) throws Exception {
    TransferOutcome outcome = answer(node, command);
    while (outcome instanceof InProgress) {
      outcome = answer(node, command);
    }
    return (Posted) outcome;
  }

  private static TransferOutcome answer(Node node, TransferCommand command) throws Exception {
    return node.ledger().transfer(command).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static TransferCommand command(String id, long source, long target, Money amount) {
    RequestId requestId = RequestId.ofCaller(id.replace(' ', '-'));
    return new TransferCommand(requestId, new Uid(source), new Uid(target), amount);
  }

  private Set<Transfer> journal() {
    Set<Transfer> rows = new HashSet<>();
    for (int uid = 1; uid <= ACCOUNTS; uid++) {
      database.ledger().page(new Uid(uid), Long.MAX_VALUE, 1_000_000).stream()
          .filter(row -> !row.debit().isExternal())
          .forEach(rows::add);
    }
    return rows;
  }

  private Node node(int caller) {
    return caller % 2 == 0 ? two : one;
  }

  private Node newNode(int seed) {
    LedgerStore store =
        Faulty.port(
            LedgerStore.class,
            database.ledger(),
            Dependency.DATABASE,
            FaultPlan.random(seed, 0.05, "transact"));
    GuardedCache guarded = new GuardedCache(cache, time, executor);
    Ledger ledger =
        new Ledger(store, guarded, time, executor, new Random(seed), LedgerSettings.DEFAULT);
    return new Node(ledger, Services.reader(database.ledger(), guarded, time));
  }

  private interface Caller<T> {
    T run(int number) throws Exception;
  }

  private <T> List<T> race(Caller<T> caller) throws InterruptedException, ExecutionException {
    List<Callable<T>> all = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int number = i;
      all.add(() -> caller.run(number));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> done : callers.invokeAll(all)) {
      results.add(done.get());
    }
    return results;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.OnePassBuilder;
import dev.onepass.domain.model.ConservationReport;
import dev.onepass.domain.model.LimitBounds;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.memory.Fate;
import dev.onepass.memory.InMemoryThirdParty;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Nodes, batches and a third party in virtual time, on the adapters in memory. */
abstract class SweepFixture {

  static final BatchId BATCH = new BatchId("batch-1");
  static final Duration ROUND_TRIP = Duration.ofMillis(20);

  final ManualTimekeeper time = new ManualTimekeeper();
  final MemoryDatabase database = new MemoryDatabase(time);
  final InMemoryThirdParty thirdParty = new InMemoryThirdParty(time);
  final Random random = new Random(5);
  Money funded = Money.ZERO;
  Supplier<Duration> pause = () -> Duration.ZERO;

  /** Tasks handed over and not run to their end, by whatever thread. */
  final AtomicInteger outstanding = new AtomicInteger();

  OnePass node(String name) {
    return node(name, new LimitBounds(10, 60));
  }

  OnePass node(String name, LimitBounds concurrency) {
    OnePass node =
        builder(thirdParty, this::runLater)
            .sweepSettings(SweepSettings.of(name))
            .concurrency(concurrency)
            .build();
    node.start();
    return node;
  }

  OnePass build(PaymentGateway gateway, Executor executor) {
    return builder(gateway, executor).build();
  }

  OnePassBuilder builder(PaymentGateway gateway, Executor executor) {
    return OnePass.builder()
        .storage(database.storage())
        .gateway(gateway)
        .timekeeper(time)
        .executor(executor)
        .random(new Random(6));
  }

  void runLater(Runnable task) {
    outstanding.incrementAndGet();
    time.after(
        pause.get(),
        () -> {
          task.run();
          outstanding.decrementAndGet();
        });
  }

  List<Uid> fund(int accounts, long centsMax) {
    List<Uid> uids = LongStream.rangeClosed(1, accounts).mapToObj(Uid::new).toList();
    for (Uid uid : uids) {
      Money balance = Money.ofCents(1 + random.nextLong(centsMax));
      thirdParty.deposit(uid, balance);
      funded = funded.plus(balance);
    }
    return uids;
  }

  BatchStatus finish(OnePass node) {
    for (int seconds = 0; seconds < 4 * 3600; seconds++) {
      BatchStatus status = node.batches().status(BATCH).orElseThrow();
      if (status.phase() == Phase.FINISHED) {
        return status;
      }
      time.advance(Duration.ofSeconds(1));
    }
    throw new AssertionError("not finished: " + node.batches().status(BATCH));
  }

  void assertBooksAgree(OnePass node, List<Uid> uids) {
    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
    Money local =
        node.balances().readPastCache(uids).values().stream()
            .map(balance -> balance.amount())
            .reduce(Money.ZERO, Money::plus);
    assertThat(local).isEqualTo(funded);
    ConservationReport report =
        node.batches().report(BATCH, Uid.EXTERNAL, uids.size()).orElseThrow();
    assertThat(report.isConserved()).isTrue();
    assertThat(thirdParty.finished()).containsExactly(BATCH);
  }

  Fate faulty(Payment payment) {
    return switch (random.nextInt(100)) {
      case 0, 1 -> Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR);
      case 2, 3 -> Fate.answerLost(PayAnswer.Cause.SERVER_ERROR);
      case 4 -> Fate.answerLost(PayAnswer.Cause.CONNECTION);
      case 5 -> Fate.answerLost(PayAnswer.Cause.UNREADABLE);
      case 6 -> Fate.throttled(Duration.ofMillis(50));
      default -> Fate.slow(Duration.ofMillis(5 + random.nextInt(40)));
    };
  }

  void deposit(Uid uid, Money amount) {
    thirdParty.deposit(uid, amount);
    funded = funded.plus(amount);
  }

  static Duration took(BatchStatus status) {
    Batch batch = status.batch();
    return Duration.between(batch.acceptedAt(), requireNonNull(batch.finishedAt()));
  }
}

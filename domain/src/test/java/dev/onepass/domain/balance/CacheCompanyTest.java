// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.TaskQueue;
import dev.onepass.domain.event.OnePassListener;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryCacheMembers;
import dev.onepass.memory.InMemoryCacheOutages;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.Fault;
import dev.onepass.testkit.fault.FaultQueue;
import dev.onepass.testkit.fault.Faulty;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Servers that come to a cache that others use, and that go from it, in words or without. */
class CacheCompanyTest {

  private static final Uid UID = new Uid(1);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final InMemoryBalanceCache remembered = new InMemoryBalanceCache();
  private final InMemoryCacheMembers signs = new InMemoryCacheMembers();
  private final InMemoryCacheOutages reports = new InMemoryCacheOutages(time);
  private final AtomicInteger names = new AtomicInteger();
  private final List<Server> alive = new ArrayList<>();
  private long version = 1;

  @Test
  void whoComesAloneHasTheCacheForgetAtOnce() {
    remember();
    Server first = start();
    first.tasks.runAll();

    assertThat(first.guard.isTrusted()).isTrue();
    assertThat(first.cached()).isNull();
  }

  @Test
  void whoComesToOthersThatAreWellLeavesTheCacheWhatItKnows() {
    Server first = start();
    pass(2);
    first.read();

    Server second = start();
    pass(2);

    assertThat(second.guard.isTrusted()).isTrue();
    assertThat(second.cached()).isEqualTo(version);
    assertThat(first.cached()).isEqualTo(version);
  }

  @Test
  void untilTheOthersHaveBeenHeardNothingIsReadAndEveryChangeIsWritten() {
    Server first = start();
    pass(2);
    first.read();
    Server second = start();
    second.tasks.runAll();
    assertThat(second.cached()).isNull();

    second.commit();

    assertThat(first.cached()).isEqualTo(version);
    assertThat(reports.look().reports()).as("unheard changes").isZero();
    pass(2);
    assertThat(second.cached()).isEqualTo(version);
  }

  @Test
  void twoThatComeAtOnceDoNotVouchForEachOther() {
    remember();
    Server one = start();
    Server other = start();
    pass(3);

    assertThat(one.guard.isTrusted()).isTrue();
    assertThat(other.guard.isTrusted()).isTrue();
    assertThat(one.cached()).isNull();
  }

  @Test
  void whatADeadServerHasNotWrittenIsForgottenByThoseThatGoOn() {
    Server first = start();
    Server second = start();
    pass(3);
    first.read();
    second.dieBetweenCommitAndWrite();
    assertThat(first.cached()).isEqualTo(version - 1);

    pass(8);

    assertThat(first.cached()).isNull();
    assertThat(first.read()).isEqualTo(version);
    pass(30);
    assertThat(first.cached()).as("forgotten once").isEqualTo(version);
  }

  @Test
  void whoComesAfterACrashHasTheCacheForgetEvenIfTheCrashWasJustNow() {
    Server first = start();
    pass(2);
    first.read();
    first.dieBetweenCommitAndWrite();

    Server next = start();
    for (int second = 0; second < 10; second++) {
      // Not read past the cache, which would have it learn what it lacks.
      assertThat(next.cached()).isNull();
      pass(1);
    }
    assertThat(next.guard.isTrusted()).isTrue();
  }

  @Test
  void whoLeavesInWordsMakesNobodyForget() {
    Server first = start();
    Server second = start();
    pass(3);
    first.read();
    second.leave();

    pass(30);
    assertThat(first.cached()).isEqualTo(version);

    Server third = start();
    pass(2);
    assertThat(third.cached()).isEqualTo(version);
  }

  /** Its last changes may be missing: that it goes does not bring them back. */
  @Test
  void whoLeavesWithoutTheCacheIsTakenForDead() {
    Server first = start();
    Server second = start();
    pass(3);
    first.read();
    second.faults.add("put", Fault.REQUEST_LOST);
    second.commit();
    second.leave();
    assertThat(signs.sign("onlooker", false, 0)).containsKey(second.name);
  }

  /** One server vouched for the cache, and knew of no changes unheard: then there were some. */
  @Test
  void nobodyIsVouchedForByWhoKnowsLessOfOutages() {
    Server first = start();
    pass(2);
    first.read();
    reports.report(Duration.ofMillis(1));
    time.advance(Duration.ofMillis(10));
    version++;

    Server second = start();
    pass(3);

    assertThat(second.guard.isTrusted()).isTrue();
    assertThat(second.read()).isEqualTo(version);
  }

  @Test
  void whileChangesAreMadeUnheardNobodyJoins() {
    Server first = start();
    pass(2);
    first.read();
    reports.report(Duration.ofSeconds(2));
    version++;

    Server second = start();
    second.tasks.runAll();

    assertThat(second.guard.isTrusted()).as("after it was made to forget").isTrue();
    assertThat(second.cached()).isNull();
  }

  @Test
  void aChangeThatWasMadeBeforeTheCacheWasReachedIsNotOverlooked() {
    Server first = start();
    pass(2);
    first.read();
    Server second = start();
    // Before its first task has run.
    second.commit();

    pass(3);

    assertThat(second.guard.isTrusted()).isTrue();
    assertThat(second.read()).isEqualTo(version);
    assertThat(first.read()).isEqualTo(version);
  }

  @Test
  void aCacheThatCannotTellWhoUsesItIsMadeToForgetAsBefore() {
    remember();
    Server first = new Server();
    first.faults.add("sign", Fault.REQUEST_LOST);
    first.guard.join();
    alive.add(first);
    pass(2);

    assertThat(first.guard.isTrusted()).isTrue();
    assertThat(first.cached()).isNull();
  }

  /** Whoever comes, goes, dies or is cut off. */
  @Test
  void someSecondsAfterEveryCrashNobodyReadsWhatIsOld() {
    int hits = 0;
    for (long seed = 1; seed <= 300; seed++) {
      hits += new CacheCompanyTest().randomRun(seed);
    }
    assertThat(hits).as("reads that the cache answered").isGreaterThan(1_000);
  }

  private int randomRun(long seed) {
    Random random = new Random(seed);
    int hits = 0;
    long quietNanos = time.nanoTime();
    for (int step = 0; step < 200; step++) {
      Server any = alive.isEmpty() ? start() : alive.get(random.nextInt(alive.size()));
      switch (random.nextInt(12)) {
        case 0 -> start();
        case 1 -> any.leave();
        case 2 -> {
          if (any.guard.isTrusted()) {
            any.dieBetweenCommitAndWrite();
            // Five seconds of silence, a sign's interval before and one to notice.
            quietNanos = time.nanoTime() + Duration.ofSeconds(7).toNanos();
          }
        }
        case 3, 4, 5 -> {
          if (random.nextInt(3) == 0) {
            any.faults.add("put", Fault.REQUEST_LOST);
          }
          any.commit();
          if (reports.look().current()) {
            // The others may be as late as that.
            quietNanos = Math.max(quietNanos, time.nanoTime() + Duration.ofSeconds(2).toNanos());
          }
        }
        case 6, 7 -> pass(random.nextInt(random.nextInt(5) == 0 ? 12 : 2));
        default -> {
          @Nullable Long cached = any.cached();
          hits += cached == null ? 0 : 1;
          long read = any.read();
          if (time.nanoTime() - quietNanos >= 0) {
            assertThat(read).as("seed %s, step %s", seed, step).isEqualTo(version);
          }
        }
      }
    }
    return hits;
  }

  private void remember() {
    remembered.put(List.of(balance()), remembered.generation());
    assertThat(remembered.view(List.of(UID)).found()).isNotEmpty();
  }

  private Server start() {
    Server server = new Server();
    server.guard.join();
    alive.add(server);
    return server;
  }

  /** Lets seconds pass, in which each server does what is due. */
  private void pass(int seconds) {
    for (int i = 0; i < 5 * seconds; i++) {
      time.advance(Duration.ofMillis(200));
      List.copyOf(alive).forEach(server -> server.tasks.runAll());
    }
  }

  private Balance balance() {
    return new Balance(UID, Money.ofCents(version), version);
  }

  private final class Server {

    final String name = "server" + names.incrementAndGet();
    final TaskQueue tasks = new TaskQueue();
    final FaultQueue faults = new FaultQueue();
    final GuardedCache guard =
        new GuardedCache(
            Faulty.port(BalanceCache.class, remembered, Dependency.CACHE, faults),
            new CacheSharing(
                reports, Faulty.port(CacheMembers.class, signs, Dependency.CACHE, faults), name),
            OnePassListener.NONE,
            time,
            tasks);

    void commit() {
      long under = guard.generation();
      version++;
      guard.committed(List.of(balance()), under);
    }

    void dieBetweenCommitAndWrite() {
      version++;
      alive.remove(this);
    }

    void leave() {
      alive.remove(this);
      guard.leave();
      tasks.runAll();
    }

    long read() {
      Long found = cached();
      if (found != null) {
        return found;
      }
      long under = guard.generation();
      guard.put(List.of(balance()), under);
      return version;
    }

    /** What the cache tells, after a look at what others reported if one is due. */
    @Nullable Long cached() {
      guard.view(List.of(UID));
      tasks.runAll();
      Balance found = guard.view(List.of(UID)).get(UID);
      return found == null ? null : found.version();
    }
  }
}

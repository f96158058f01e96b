// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onepass.domain.TaskQueue;
import dev.onepass.domain.event.OnePassListener;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryCacheOutages;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Servers that share a cache which not all of them can reach. */
class SplitCacheTest {

  private static final Uid UID = new Uid(1);
  private static final long BOUND_NANOS = Duration.ofSeconds(2).toNanos();

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final InMemoryBalanceCache remembered = new InMemoryBalanceCache();
  private final InMemoryCacheOutages reports = new InMemoryCacheOutages(time);
  private boolean databaseDown;

  private final Server one = new Server();
  private final Server other = new Server();
  private long version = 1;

  @Test
  void whatAServerWithoutTheCacheChangedIsSeenByTheOthersTwoSecondsLater() {
    both(server -> server.guard.renew());
    other.read();
    one.cut = true;
    one.commit();

    assertThat(other.cached()).as("at once").isEqualTo(version - 1);
    time.advance(Duration.ofSeconds(1));
    other.glance();

    assertThat(other.cached()).isNull();
    assertThat(other.read()).isEqualTo(version);
  }

  /** One report stands for all changes of a second: also for those after it has been seen. */
  @Test
  void aReportThatWasSeenStandsForChangesToCome() {
    both(server -> server.guard.renew());
    one.cut = true;
    time.advance(Duration.ofMillis(500));
    one.commit();
    time.advance(Duration.ofMillis(600));
    other.glance();
    assertThat(other.read()).isEqualTo(version);

    one.commit();
    assertThat(reports.look().reports()).isEqualTo(1);
    assertThat(other.cached()).as("within the bound").isEqualTo(version - 1);
    time.advance(Duration.ofMillis(1_100));
    other.glance();

    assertThat(other.cached()).isNull();
  }

  @Test
  void noOneReadsFromTheCacheWhoHasNotLookedForTwoSeconds() {
    other.guard.renew();
    other.read();
    assertThat(other.cached()).isEqualTo(version);

    time.advance(Duration.ofSeconds(2));
    assertThat(other.cached()).isNull();
    other.tasks.runAll();

    assertThat(other.cached()).as("nothing was reported").isEqualTo(version);
  }

  @Test
  void theCacheIsReadWhileTheDatabaseDoesNotAnswer() {
    other.guard.renew();
    other.read();
    databaseDown = true;

    time.advance(Duration.ofMinutes(1));
    other.cached();
    other.tasks.runAll();

    assertThat(other.cached()).isEqualTo(version);
  }

  @Test
  void aChangeThatCannotBeReportedIsNotAcknowledgedBeforeItIs() {
    both(server -> server.guard.renew());
    one.cut = true;
    databaseDown = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(one::commit);

    databaseDown = false;
    one.cut = false;
    one.guard.committed(List.of(), one.guard.generation());

    assertThat(reports.look().reports()).as("made up for").isEqualTo(1);
  }

  @Test
  void anOutageCostsTheDatabaseOneReportASecond() {
    one.guard.renew();
    one.cut = true;
    for (int i = 0; i < 1_000; i++) {
      one.commit();
      time.advance(Duration.ofMillis(10));
    }
    assertThat(reports.look().reports()).isBetween(9L, 11L);
  }

  @Test
  void whileAllReachTheCacheNobodyReports() {
    both(server -> server.guard.renew());
    for (int i = 0; i < 100; i++) {
      one.commit();
      assertThat(other.read()).isEqualTo(version);
      time.advance(Duration.ofMillis(100));
    }
    assertThat(reports.look().reports()).isZero();
  }

  /**
   * Whatever is cut off and when: what is read is never older than what was told two seconds ago.
   */
  @Test
  void noServerReadsWhatIsOlderThanTheBound() {
    int late = 0;
    for (long seed = 1; seed <= 60; seed++) {
      late += new SplitCacheTest().randomRun(seed);
    }
    assertThat(late).as("reads within the bound but out of date").isPositive();
  }

  private int randomRun(long seed) {
    Random random = new Random(seed);
    TreeMap<Long, Long> told = new TreeMap<>(Map.of(Long.MIN_VALUE, 1L));
    int late = 0;
    for (int step = 0; step < 400; step++) {
      time.advance(Duration.ofMillis(random.nextInt(random.nextInt(40) == 0 ? 5_000 : 200)));
      Server server = random.nextBoolean() ? one : other;
      switch (random.nextInt(8)) {
        case 0 -> server.cut = random.nextInt(3) == 0;
        case 1, 2, 3 -> both(each -> each.tasks.runAll());
        case 4, 5 -> {
          server.commit();
          told.put(time.nanoTime(), version);
        }
        default -> {
          long read = server.read();
          long least = told.floorEntry(time.nanoTime() - BOUND_NANOS).getValue();
          assertThat(read).as("seed %s, step %s", seed, step).isGreaterThanOrEqualTo(least);
          late += read < version ? 1 : 0;
        }
      }
    }
    return late;
  }

  private void both(Consumer<Server> what) {
    what.accept(one);
    what.accept(other);
  }

  /** A server's way to the cache, and to the database, which is a version. */
  private final class Server implements BalanceCache, CacheOutages {

    final TaskQueue tasks = new TaskQueue();
    final GuardedCache guard =
        new GuardedCache(this, new CacheSharing(this, null, ""), OnePassListener.NONE, time, tasks);
    boolean cut;

    /** Reads, and has what that asks for in the background done. */
    void glance() {
      cached();
      tasks.runAll();
    }

    void commit() {
      long under = guard.generation();
      version++;
      guard.committed(List.of(balance()), under);
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

    Long cached() {
      Balance found = guard.view(List.of(UID)).get(UID);
      return found == null ? null : found.version();
    }

    private Balance balance() {
      return new Balance(UID, Money.ofCents(version), version);
    }

    @Override
    public View view(Collection<Uid> uids) {
      require(!cut);
      return remembered.view(uids);
    }

    @Override
    public long generation() {
      return remembered.generation();
    }

    @Override
    public void put(Collection<Balance> balances, long generation) {
      require(!cut);
      remembered.put(balances, generation);
    }

    @Override
    public void invalidate() {
      require(!cut);
      remembered.invalidate();
    }

    @Override
    public void report(Duration ahead) {
      require(!databaseDown);
      reports.report(ahead);
    }

    @Override
    public Seen look() {
      require(!databaseDown);
      return reports.look();
    }

    private void require(boolean there) {
      if (!there) {
        throw new UnavailableException(Dependency.CACHE, "cut off", null);
      }
    }
  }
}

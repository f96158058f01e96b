// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onepass.domain.TaskQueue;
import dev.onepass.domain.event.OnePassListener;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardedCacheTest {

  private static final Uid UID = new Uid(1);
  private static final Balance OLD = new Balance(UID, Money.of("1.00"), 4);
  private static final Balance NEW = new Balance(UID, Money.of("2.00"), 5);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final TaskQueue tasks = new TaskQueue();
  private final FaultQueue faults = new FaultQueue();
  private final InMemoryBalanceCache remembered = new InMemoryBalanceCache();
  private final CallCounter calls =
      new CallCounter(Faulty.port(BalanceCache.class, remembered, Dependency.CACHE, faults));
  private final GuardedCache cache = new GuardedCache(calls, time, tasks);

  @Test
  void whatAnEarlierProcessLeftInTheCacheIsForgottenFirst() {
    remembered.put(List.of(OLD), remembered.generation());

    assertThat(view()).isEmpty();
    tasks.runAll();

    assertThat(cache.isTrusted()).isTrue();
    assertThat(view()).isEmpty();
  }

  @Test
  void aTrustedCacheServesWhatItWasTold() {
    cache.renew();

    assertThat(put(OLD)).isTrue();

    assertThat(view()).containsExactly(Map.entry(UID, OLD));
  }

  @Test
  void afterALostWriteTheOldBalanceIsNeverReadAgain() {
    cache.renew();
    put(OLD);
    faults.add("put", Fault.REQUEST_LOST);

    assertThat(put(NEW)).isFalse();

    assertThat(remembered.view(List.of(UID)).found()).containsValue(OLD);
    assertThat(view()).isEmpty();
    comeBack();
    assertThat(cache.isTrusted()).isTrue();
    assertThat(view()).isEmpty();
  }

  @Test
  void aDeadCacheIsNotAskedUntilAPauseIsOver() {
    cache.renew();
    faults.add("put", Fault.REQUEST_LOST);
    put(OLD);
    int before = calls.total;

    for (int i = 0; i < 100; i++) {
      view();
      put(NEW);
    }

    assertThat(tasks.size()).isZero();
    assertThat(calls.total).isEqualTo(before);
  }

  /** What it knows is good: other servers need not lose it for one that hears no answer. */
  @Test
  void aReadThatIsNotAnsweredPausesReadsAndLosesNothing() {
    cache.renew();
    put(OLD);
    faults.add("view", Fault.REQUEST_LOST);
    assertThat(view()).isEmpty();
    int before = calls.total;

    for (int i = 0; i < 100; i++) {
      assertThat(view()).isEmpty();
    }
    assertThat(calls.total).isEqualTo(before);
    assertThat(cache.isTrusted()).isTrue();
    assertThat(put(NEW)).isTrue();

    time.advance(Duration.ofSeconds(1));
    assertThat(view()).containsExactly(Map.entry(UID, NEW));
    assertThat(tasks.size()).isZero();
  }

  @Test
  void tooManyReadersHereAreNoFaultOfTheCache() {
    cache.renew();
    put(OLD);
    calls.bug = new OverloadedException("all connections are in use");
    assertThat(view()).isEmpty();

    calls.bug = null;
    assertThat(view()).containsExactly(Map.entry(UID, OLD));
    assertThat(cache.isTrusted()).isTrue();
  }

  @Test
  void whoDoesNotWaitFindsNothingIfTheCacheFailsAndOtherwiseTheSame() {
    cache.renew();
    put(OLD);
    assertThat(viewAsync()).containsExactly(Map.entry(UID, OLD));

    calls.bug = new OverloadedException("all connections are in use");
    assertThat(viewAsync()).isEmpty();
    calls.bug = null;
    assertThat(viewAsync()).as("the cache itself is well").containsExactly(Map.entry(UID, OLD));

    faults.add("view", Fault.REQUEST_LOST);
    assertThat(viewAsync()).isEmpty();
    assertThat(viewAsync()).as("it is given a pause").isEmpty();
    time.advance(Duration.ofSeconds(1));
    assertThat(viewAsync()).containsExactly(Map.entry(UID, OLD));
    assertThat(cache.isTrusted()).isTrue();
  }

  private Map<Uid, Balance> viewAsync() {
    return cache.viewAsync(List.of(UID)).toCompletableFuture().join();
  }

  @Test
  void oneRequestAfterThePauseAsksForAllAndOffTheirThreads() {
    cache.renew();
    faults.add("put", Fault.REQUEST_LOST).add("invalidate", Fault.REQUEST_LOST);
    put(OLD);
    time.advance(Duration.ofSeconds(1));

    view();
    view();

    assertThat(tasks.size()).isOne();
    tasks.runAll();
    assertThat(cache.isTrusted()).isFalse();
    comeBack();
    assertThat(cache.isTrusted()).isTrue();
  }

  @Test
  void aWriteThatWasKeptFromADeadCacheIsCoveredByTheInvalidation() {
    // While the cache is being invalidated a write is committed elsewhere in this process. Was it
    // kept from the cache, then another node may have told the cache the balance before it.
    calls.onInvalidate =
        () -> {
          boolean taken = put(NEW);
          remembered.put(List.of(OLD), remembered.generation());
          assertThat(taken || !cache.isTrusted()).isTrue();
        };
    cache.renew();

    Balance served = view().get(UID);

    assertThat(served).isIn(null, NEW);
  }

  @Test
  void aFailureWhileItIsInvalidatedKeepsItOut() {
    faults.add("put", Fault.REQUEST_LOST, Fault.REQUEST_LOST);
    calls.onInvalidate = () -> put(NEW);

    cache.renew();

    assertThat(cache.isTrusted()).isFalse();
  }

  @Test
  void aReadUnderTheOldGenerationLeavesNoOldBalance() {
    cache.renew();
    long generation = cache.generation();
    cache.renew();

    cache.put(List.of(OLD), generation);

    assertThat(view()).isEmpty();
  }

  @Test
  void aBugInTheCacheIsNoBugInTheLedger() {
    cache.renew();
    calls.bug = new IllegalStateException("bug");

    assertThat(put(NEW)).isFalse();
    assertThat(view()).isEmpty();
  }

  @Test
  void whoAsksForARenewalHearsThatItFailed() {
    faults.add("invalidate", Fault.REQUEST_LOST);

    assertThatExceptionOfType(UnavailableException.class).isThrownBy(cache::renew);
    assertThat(cache.isTrusted()).isFalse();
  }

  @Test
  void thatTheCacheIsTrustedAndNoLongerIsTold() {
    List<Boolean> told = new ArrayList<>();
    GuardedCache heard =
        new GuardedCache(
            calls,
            CacheSharing.ALONE,
            new OnePassListener() {
              @Override
              public void cacheTrusted(boolean isTrusted) {
                told.add(isTrusted);
              }
            },
            time,
            tasks);
    heard.renew();
    heard.renew();
    faults.add("put", Fault.REQUEST_LOST, Fault.REQUEST_LOST);
    heard.put(List.of(NEW), heard.generation());
    heard.put(List.of(NEW), heard.generation());

    assertThat(told).containsExactly(true, false);
  }

  private Map<Uid, Balance> view() {
    return cache.view(List.of(UID));
  }

  private boolean put(Balance balance) {
    return cache.put(List.of(balance), cache.generation());
  }

  private void comeBack() {
    time.advance(Duration.ofSeconds(1));
    view();
    tasks.runAll();
  }
}

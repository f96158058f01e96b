// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.InMemoryRateLimit;
import dev.onepass.ports.rate.RateLimit;
import dev.onepass.testkit.contract.RateLimitContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class RateLimitContractBitesTest {

  @Test
  void windowsThatStandStillAreCaught() {
    assertThat(Bites.failedOf(StandsStill.class))
        .contains("theWindowSlides", "itIsTheModelThatRemembersAllTimes");
  }

  @Test
  void aCountOfThoseTurnedAwayIsCaught() {
    assertThat(Bites.failedOf(CountsAll.class))
        .contains("whoIsTurnedAwayDoesNotWaitLongerForThat", "itIsTheModelThatRemembersAllTimes");
  }

  @Test
  void oneCountForAllCallersIsCaught() {
    assertThat(Bites.failedOf(OneForAll.class)).contains("callersDoNotDisturbEachOther");
  }

  @Test
  void aNodeThatCountsByItselfIsCaught() {
    assertThat(Bites.failedOf(EachByItself.class))
        .contains("nodesShareTheLimit", "ofManyAtOnceNoneIsTooMuch");
  }

  private abstract static class Broken extends RateLimitContract implements RateLimit {

    final ManualTimekeeper time = new ManualTimekeeper();
    final RateLimit real = new InMemoryRateLimit(REQUESTS, WINDOW, time);

    @Override
    protected RateLimit limit() {
      return this;
    }

    @Override
    protected RateLimit anotherNode() {
      return this;
    }

    @Override
    protected void elapse(Duration duration) {
      time.advance(duration);
    }
  }

  /** The counter that INCR and EXPIRE make: neighbouring windows let twice as many through. */
  static class StandsStill extends Broken {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    @Override
    public boolean admits(String caller) {
      String window = time.nanoTime() / WINDOW.toNanos() + caller;
      return counts.merge(window, 1, Integer::sum) <= REQUESTS;
    }
  }

  static class CountsAll extends Broken {

    private final Map<String, Long> refusedNanos = new ConcurrentHashMap<>();

    @Override
    public boolean admits(String caller) {
      Long refused = refusedNanos.get(caller);
      boolean waits = refused != null && time.nanoTime() - refused < WINDOW.toNanos();
      boolean admitted = !waits && real.admits(caller);
      if (!admitted) {
        refusedNanos.put(caller, time.nanoTime());
      }
      return admitted;
    }
  }

  static class OneForAll extends Broken {

    @Override
    public boolean admits(String caller) {
      return real.admits("");
    }
  }

  static class EachByItself extends Broken {

    private final RateLimit other = new InMemoryRateLimit(REQUESTS, WINDOW, time);

    @Override
    protected RateLimit anotherNode() {
      return other;
    }

    @Override
    public boolean admits(String caller) {
      return real.admits(caller);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.rate.RateLimit;
import dev.onepass.testkit.contract.BalanceCacheContract;
import dev.onepass.testkit.contract.CacheMembersContract;
import dev.onepass.testkit.contract.LeaseStoreContract;
import dev.onepass.testkit.contract.RateLimitContract;
import dev.onepass.testkit.contract.StatusCacheContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contracts of all ports that Redis serves, on Redis of more than one server. */
abstract class SeveralServersContracts {

  abstract RedisAdapter one();

  abstract RedisAdapter another();

  abstract void flush();

  abstract void elapse(Duration duration);

  @BeforeEach
  void forgetEverything() {
    flush();
  }

  @Nested
  class Balances extends BalanceCacheContract {

    @Override
    protected BalanceCache cache() {
      return one().balances();
    }

    @Override
    protected BalanceCache anotherClient() {
      return another().balances();
    }

    @Override
    protected void loseMemory() {
      flush();
    }
  }

  @Nested
  class Leases extends LeaseStoreContract {

    @Override
    protected LeaseStore leases() {
      return one().leases();
    }

    @Override
    protected LeaseStore anotherNode() {
      return another().leases();
    }

    @Override
    protected void elapse(Duration duration) {
      SeveralServersContracts.this.elapse(duration);
    }
  }

  @Nested
  class Statuses extends StatusCacheContract {

    @Override
    protected StatusCache cache() {
      return one().statuses();
    }

    @Override
    protected void elapse(Duration duration) {
      SeveralServersContracts.this.elapse(duration);
    }
  }

  @Nested
  class Members extends CacheMembersContract {

    @Override
    protected CacheMembers members() {
      return one().members();
    }
  }

  @Nested
  class Rates extends RateLimitContract {

    private final AtomicLong elapsedNanos = new AtomicLong();
    private final RateLimit limit = limitOf(one());
    private final RateLimit another = limitOf(another());

    @Override
    protected RateLimit limit() {
      return limit;
    }

    @Override
    protected RateLimit anotherNode() {
      return another;
    }

    @Override
    protected void elapse(Duration duration) {
      SeveralServersContracts.this.elapse(duration);
      elapsedNanos.addAndGet(duration.toNanos());
    }

    private RateLimit limitOf(RedisAdapter adapter) {
      return adapter.rateLimit(REQUESTS, WINDOW, () -> System.nanoTime() + elapsedNanos.get());
    }
  }
}

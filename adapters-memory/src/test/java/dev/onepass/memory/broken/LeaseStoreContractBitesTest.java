// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.InMemoryLeases;
import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.testkit.contract.LeaseStoreContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class LeaseStoreContractBitesTest {

  @Test
  void aStoreThatReleasesWhoeverHoldsIsCaught() {
    assertThat(Bites.failedOf(ReleasesWhoeverHolds.class))
        .contains(
            "aReleaseOfAnExpiredLeaseLeavesItsSuccessorAlone",
            "aReleaseIsForTheHolderNotForTheToken",
            "aSecondReleaseDoesNothing");
  }

  @Test
  void aStoreWhoseTokensBeginAnewIsCaught() {
    assertThat(Bites.failedOf(TokensBeginAnew.class))
        .contains("fencingTokensGrowHoweverALeaseEnded", "aReleasedLeaseIsGrantedAnew");
  }

  @Test
  void aStoreThatNeverLosesALeaseIsCaught() {
    assertThat(Bites.failedOf(LosesNone.class))
        .contains("anExpiredLeaseIsLost", "renewNamesTheLeasesThatWereLost");
  }

  @Test
  void aStoreThatGrantsAllOrNoneIsCaught() {
    assertThat(Bites.failedOf(AllOrNone.class)).contains("ofSeveralResourcesTheFreeOnesAreGranted");
  }

  @Test
  void aStoreThatGrantsWhatIsHeldIsCaught() {
    assertThat(Bites.failedOf(GrantsWhatIsHeld.class)).contains("aHeldResourceIsGrantedToNobody");
  }

  /** The store in memory, with one bug. */
  private abstract static class Broken extends LeaseStoreContract implements LeaseStore {

    private final ManualTimekeeper time = new ManualTimekeeper();
    final InMemoryLeases real = new InMemoryLeases(time);
    final Map<String, Lease> last = new ConcurrentHashMap<>();

    @Override
    protected LeaseStore leases() {
      return this;
    }

    @Override
    protected LeaseStore anotherNode() {
      return this;
    }

    @Override
    protected void elapse(Duration duration) {
      time.advance(duration);
    }

    @Override
    public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
      List<Lease> granted = real.tryAcquire(resources, ttl);
      granted.forEach(lease -> last.put(lease.resource(), lease));
      return granted;
    }

    @Override
    public Set<Lease> renew(Collection<Lease> leases, Duration ttl) {
      return real.renew(leases, ttl);
    }

    @Override
    public void release(Collection<Lease> leases) {
      real.release(leases);
    }
  }

  /** The DEL that whoever finishes sends. */
  static class ReleasesWhoeverHolds extends Broken {

    @Override
    public void release(Collection<Lease> leases) {
      real.release(
          leases.stream().map(lease -> last.getOrDefault(lease.resource(), lease)).toList());
    }
  }

  static class TokensBeginAnew extends Broken {

    @Override
    public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
      return super.tryAcquire(resources, ttl).stream()
          .map(lease -> new Lease(lease.resource(), lease.holder(), 1))
          .toList();
    }

    @Override
    public void release(Collection<Lease> leases) {
      real.release(
          leases.stream().map(lease -> last.getOrDefault(lease.resource(), lease)).toList());
    }
  }

  static class LosesNone extends Broken {

    @Override
    public Set<Lease> renew(Collection<Lease> leases, Duration ttl) {
      real.renew(leases, ttl);
      return Set.of();
    }
  }

  static class AllOrNone extends Broken {

    @Override
    public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
      List<Lease> granted = super.tryAcquire(resources, ttl);
      if (granted.size() < resources.size()) {
        release(granted);
        return List.of();
      }
      return granted;
    }
  }

  static class GrantsWhatIsHeld extends Broken {

    @Override
    public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
      for (String resource : resources) {
        Lease held = last.get(resource);
        if (held != null) {
          real.release(List.of(held));
        }
      }
      return super.tryAcquire(resources, ttl);
    }
  }
}

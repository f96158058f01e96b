// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultyTest {

  private final List<String> calls = new ArrayList<>();
  private final FaultQueue faults = new FaultQueue();
  private final LeaseStore leases =
      Faulty.port(LeaseStore.class, new Recording(), Dependency.CACHE, faults);

  @Test
  void aCallWithoutFaultGoesThrough() {
    assertThat(leases.renew(List.of(), Duration.ZERO)).isEmpty();
    assertThat(calls).containsExactly("renew");
    assertThat(leases).hasToString("recording");
  }

  @Test
  void aLostRequestHasNoEffect() {
    faults.add("renew", Fault.REQUEST_LOST);
    assertThatThrownBy(() -> leases.renew(List.of(), Duration.ZERO))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.dependency()).isEqualTo(Dependency.CACHE));
    assertThat(calls).isEmpty();
  }

  @Test
  void aLostAnswerHasAllTheEffect() {
    faults.add("renew", Fault.ANSWER_LOST, Fault.NONE);
    assertThatThrownBy(() -> leases.renew(List.of(), Duration.ZERO))
        .isInstanceOf(UnavailableException.class);
    leases.renew(List.of(), Duration.ZERO);
    assertThat(calls).containsExactly("renew", "renew");
  }

  @Test
  void aConflictHasNoEffectAndOtherMethodsAreSpared() {
    faults.add("renew", Fault.CONFLICT);
    leases.release(List.of());
    assertThatThrownBy(() -> leases.renew(List.of(), Duration.ZERO))
        .isInstanceOf(ConflictException.class);
    assertThat(calls).containsExactly("release");
  }

  @Test
  void whatThePortItselfThrowsIsThrownAsItIs() {
    assertThatThrownBy(() -> leases.tryAcquire(List.of(), Duration.ZERO))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void randomFaultsAreTheSameForASeedAndSpareOtherMethods() {
    List<Fault> first = draw(FaultPlan.random(7, 0.5, "renew"), "renew");
    assertThat(first).isEqualTo(draw(FaultPlan.random(7, 0.5, "renew"), "renew"));
    assertThat(first).contains(Fault.values());
    assertThat(draw(FaultPlan.random(7, 0.5, "renew"), "release")).containsOnly(Fault.NONE);
    assertThat(draw(FaultPlan.random(7, 1), "any")).doesNotContain(Fault.NONE);
  }

  private static List<Fault> draw(FaultPlan plan, String method) {
    List<Fault> drawn = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      drawn.add(plan.next(method));
    }
    return drawn;
  }

  private final class Recording implements LeaseStore {

    @Override
    public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<Lease> renew(Collection<Lease> held, Duration ttl) {
      calls.add("renew");
      return Set.of();
    }

    @Override
    public void release(Collection<Lease> held) {
      calls.add("release");
    }

    @Override
    public String toString() {
      return "recording";
    }
  }
}

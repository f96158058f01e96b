// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.testkit.race.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link LeaseStore} must do. Each test begins with no lease granted. */
public abstract class LeaseStoreContract {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  protected abstract LeaseStore leases();

  /** Another node's client of the same store; the same object if there is but one client. */
  protected abstract LeaseStore anotherNode();

  /** Returns when the store's clock is at least so much further: by a manual one, or by waiting. */
  protected abstract void elapse(Duration duration);

  @Test
  void aFreeResourceIsGranted() {
    List<Lease> granted = leases().tryAcquire(List.of("a", "b"), LONG);
    assertThat(granted).extracting(Lease::resource).containsExactlyInAnyOrder("a", "b");
    assertThat(granted).allSatisfy(lease -> assertThat(lease.fencingToken()).isPositive());
  }

  @Test
  void noResourcesAreNoError() {
    assertThat(leases().tryAcquire(List.of(), LONG)).isEmpty();
    assertThat(leases().renew(List.of(), LONG)).isEmpty();
    leases().release(List.of());
  }

  @Test
  void aHeldResourceIsGrantedToNobody() {
    acquire("a", LONG);
    assertThat(leases().tryAcquire(List.of("a"), LONG)).isEmpty();
    assertThat(anotherNode().tryAcquire(List.of("a"), LONG)).isEmpty();
  }

  @Test
  void ofSeveralResourcesTheFreeOnesAreGranted() {
    acquire("b", LONG);
    assertThat(anotherNode().tryAcquire(List.of("a", "b", "c"), LONG))
        .extracting(Lease::resource)
        .containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void aResourceNamedTwiceIsGrantedOnce() {
    assertThat(leases().tryAcquire(List.of("a", "a"), LONG)).hasSize(1);
  }

  @Test
  void resourcesThatDifferInCaseAreDifferent() {
    assertThat(leases().tryAcquire(List.of("batch:a", "batch:A"), LONG)).hasSize(2);
  }

  @Test
  void manyResourcesAreGrantedRenewedAndReleasedAtOnce() {
    List<String> many = IntStream.range(0, 1_000).mapToObj(i -> "resource:" + i).toList();
    List<Lease> granted = leases().tryAcquire(many, LONG);
    assertThat(granted).hasSize(1_000);
    assertThat(leases().renew(granted, LONG)).isEmpty();
    leases().release(granted);
    assertThat(leases().tryAcquire(many, LONG)).hasSize(1_000);
  }

  @Test
  void anExpiredLeaseIsGrantedAnew() {
    Lease first = acquire("a", SHORT);
    elapseShort();
    Lease second = acquire("a", LONG);
    assertThat(second.fencingToken()).isGreaterThan(first.fencingToken());
    assertThat(second.holder()).isNotEqualTo(first.holder());
  }

  @Test
  void aReleasedLeaseIsGrantedAnew() {
    Lease first = acquire("a", LONG);
    leases().release(List.of(first));
    Lease second = anotherNode().tryAcquire(List.of("a"), LONG).get(0);
    assertThat(second.fencingToken()).isGreaterThan(first.fencingToken());
  }

  @Test
  void fencingTokensGrowHoweverALeaseEnded() {
    long token = 0;
    for (int i = 0; i < 10; i++) {
      Lease lease = acquire("a", i % 2 == 0 ? LONG : SHORT);
      assertThat(lease.fencingToken()).isGreaterThan(token);
      token = lease.fencingToken();
      if (i % 2 == 0) {
        leases().release(List.of(lease));
      } else {
        elapseShort();
      }
    }
  }

  @Test
  void anyNodeThatHasTheLeaseMayRenewOrReleaseIt() {
    Lease lease = acquire("a", LONG);
    assertThat(anotherNode().renew(List.of(lease), LONG)).isEmpty();
    anotherNode().release(List.of(lease));
    acquire("a", LONG);
  }

  @Test
  void aReleaseOfAnExpiredLeaseLeavesItsSuccessorAlone() {
    Lease stale = acquire("a", SHORT);
    elapseShort();
    Lease current = acquire("a", LONG);
    leases().release(List.of(stale));
    assertThat(leases().tryAcquire(List.of("a"), LONG)).isEmpty();
    assertThat(leases().renew(List.of(current), LONG)).isEmpty();
  }

  @Test
  void aReleaseIsForTheHolderNotForTheToken() {
    Lease held = acquire("a", LONG);
    leases().release(List.of(new Lease("a", "somebody else", held.fencingToken())));
    assertThat(leases().tryAcquire(List.of("a"), LONG)).isEmpty();
  }

  @Test
  void aSecondReleaseDoesNothing() {
    Lease first = acquire("a", LONG);
    leases().release(List.of(first));
    acquire("a", LONG);
    leases().release(List.of(first));
    assertThat(leases().tryAcquire(List.of("a"), LONG)).isEmpty();
  }

  @Test
  void aRenewedLeaseIsHeldBeyondItsFirstTime() {
    Duration ttl = Duration.ofSeconds(2);
    Lease lease = acquire("a", ttl);
    assertThat(leases().renew(List.of(lease), LONG)).isEmpty();
    elapse(ttl.plusMillis(50));
    assertThat(leases().tryAcquire(List.of("a"), LONG)).isEmpty();
    assertThat(leases().renew(List.of(lease), LONG)).isEmpty();
  }

  @Test
  void aRenewalStartsTheTimeAnewEvenIfItIsShorter() {
    Lease lease = acquire("a", LONG);
    assertThat(leases().renew(List.of(lease), SHORT)).isEmpty();
    elapseShort();
    acquire("a", LONG);
  }

  /** Unlike an item's claim, for nothing in the store proves that nobody had it in between. */
  @Test
  void anExpiredLeaseIsLost() {
    Lease lease = acquire("a", SHORT);
    elapseShort();
    assertThat(leases().renew(List.of(lease), LONG)).containsExactly(lease);
    acquire("a", LONG);
  }

  @Test
  void renewNamesTheLeasesThatWereLost() {
    Lease kept = acquire("kept", LONG);
    Lease expired = acquire("expired", SHORT);
    Lease taken = acquire("taken", SHORT);
    Lease released = acquire("released", LONG);
    leases().release(List.of(released));
    elapseShort();
    Lease successor = acquire("taken", LONG);
    assertThat(leases().renew(List.of(kept, expired, taken, released), LONG))
        .containsExactlyInAnyOrder(expired, taken, released);
    assertThat(leases().renew(List.of(kept, successor), LONG)).isEmpty();
  }

  @Test
  void aStaleRenewalDoesNotMoveItsSuccessorsExpiry() {
    Lease stale = acquire("a", SHORT);
    elapseShort();
    acquire("a", SHORT);
    leases().renew(List.of(stale), LONG);
    elapseShort();
    acquire("a", LONG);
  }

  @Test
  void ofManyThreadsOneIsGrantedTheLease() {
    for (int round = 0; round < 20; round++) {
      List<String> resources = List.of("x" + round, "y" + round);
      List<List<Lease>> granted = Race.of(4, node -> () -> node(node).tryAcquire(resources, LONG));
      assertThat(granted.stream().flatMap(List::stream))
          .extracting(Lease::resource)
          .containsExactlyInAnyOrderElementsOf(resources);
    }
  }

  /** An unguarded counter: without mutual exclusion, increments are lost. */
  @Test
  void aHolderIsAloneWhileItsLeaseLasts() {
    long[] counter = new long[1];
    List<List<Long>> tokens = Race.of(4, node -> () -> count(node(node), counter));
    assertThat(counter[0]).isEqualTo(100);
    assertThat(tokens.stream().flatMap(List::stream)).hasSize(100).doesNotHaveDuplicates();
  }

  private static List<Long> count(LeaseStore leases, long[] counter) {
    List<Long> tokens = new ArrayList<>();
    while (tokens.size() < 25 && !Thread.currentThread().isInterrupted()) {
      for (Lease lease : leases.tryAcquire(List.of("counter"), LONG)) {
        counter[0]++;
        tokens.add(lease.fencingToken());
        leases.release(List.of(lease));
      }
    }
    return tokens;
  }

  private LeaseStore node(int number) {
    return number % 2 == 0 ? leases() : anotherNode();
  }

  private Lease acquire(String resource, Duration ttl) {
    List<Lease> granted = leases().tryAcquire(List.of(resource), ttl);
    assertThat(granted).as("%s is free", resource).hasSize(1);
    return granted.get(0);
  }

  private void elapseShort() {
    elapse(SHORT.plusMillis(10));
  }
}

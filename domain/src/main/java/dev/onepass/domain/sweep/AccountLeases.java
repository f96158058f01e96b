// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static java.util.stream.Collectors.toMap;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps two batches, or two nodes, from calling for the same external account at once, by leases.
 * That would be exact too, but would waste calls. Whatever fails in the lease store, everything is
 * permitted then, and operators are told. Blocks; thread-safe.
 */
final class AccountLeases {

  private final LeaseStore leases;
  private final Duration ttl;
  private final Told told;
  private final Map<ItemKey, Lease> held = new HashMap<>();

  AccountLeases(LeaseStore leases, Duration ttl, Timekeeper time) {
    this.leases = leases;
    this.ttl = ttl;
    this.told = new Told("the lease store, without which accounts may be called for twice,", time);
  }

  /** Those of the items whose accounts are free, which are taken. */
  List<BatchItem> take(List<BatchItem> items) {
    Map<String, BatchItem> byResource =
        items.stream().collect(toMap(item -> resource(item.key()), item -> item));
    try {
      List<Lease> granted = leases.tryAcquire(byResource.keySet(), ttl);
      Map<ItemKey, Lease> taken =
          granted.stream().collect(toMap(lease -> item(byResource, lease).key(), lease -> lease));
      synchronized (this) {
        held.putAll(taken);
      }
      told.succeeded();
      return items.stream().filter(item -> taken.containsKey(item.key())).toList();
    } catch (RuntimeException e) {
      told.failed(Outcome.of(null, e), Duration.ZERO);
      return items;
    }
  }

  private static BatchItem item(Map<String, BatchItem> byResource, Lease lease) {
    return Objects.requireNonNull(byResource.get(lease.resource()), lease.resource());
  }

  private static String resource(ItemKey key) {
    return "account:" + key.uid();
  }

  void renew() {
    Collection<Lease> all;
    synchronized (this) {
      all = List.copyOf(held.values());
    }
    quietly(() -> leases.renew(all, ttl));
  }

  void giveBack(Collection<ItemKey> keys) {
    Set<Lease> back = new HashSet<>();
    synchronized (this) {
      for (ItemKey key : keys) {
        Lease lease = held.remove(key);
        if (lease != null) {
          back.add(lease);
        }
      }
    }
    if (!back.isEmpty()) {
      quietly(() -> leases.release(back));
    }
  }

  /**
   * Takes the right to do a step that one node should do for a batch.
   *
   * @return gives it back; empty if another node has it
   */
  Optional<Runnable> takeStep(BatchId batch, String step) {
    try {
      List<Lease> granted = leases.tryAcquire(List.of(step + ":" + batch), ttl);
      return granted.isEmpty()
          ? Optional.empty()
          : Optional.of(() -> quietly(() -> leases.release(granted)));
    } catch (RuntimeException e) {
      told.failed(Outcome.of(null, e), Duration.ZERO);
      return Optional.of(() -> {});
    }
  }

  // What is not given back expires; what is not renewed may cost a few calls twice.
  private void quietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      told.failed(Outcome.of(null, e), Duration.ZERO);
    }
  }
}

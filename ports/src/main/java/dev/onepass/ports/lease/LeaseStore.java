// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Grants one worker at a time the right to work on a resource.
 *
 * <p>A lease bounds how long a dead worker blocks the rest; it does not prove its holder is alone.
 * A holder that stalls past expiry may run beside its successor, so what is written under a lease
 * is guarded by fences and unique keys in the database, never by the lease.
 *
 * <p>Thread-safe; does not retry; may block for one round trip. Every method throws {@link
 * dev.onepass.ports.error.UnavailableException} if no answer came; leases may have been granted
 * then, and expire. Checked by {@code LeaseStoreContract}.
 */
public interface LeaseStore {

  /**
   * Tries once to take a lease on each resource; never waits for the present holders.
   *
   * @param ttl time until expiry by the store's clock; positive
   * @return the leases granted: none for resources that are held
   */
  List<Lease> tryAcquire(Collection<String> resources, Duration ttl);

  /**
   * Starts the time until expiry anew.
   *
   * @return those of the leases that were lost: expired, or another holder's by now
   */
  Set<Lease> renew(Collection<Lease> leases, Duration ttl);

  /** Gives leases back. Does nothing for those that expired or passed to another holder. */
  void release(Collection<Lease> leases);
}

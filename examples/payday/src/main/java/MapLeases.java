import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** An adapter of one's own: leases in a map, for the nodes of one process. */
public class MapLeases implements LeaseStore {

  private record Held(Lease lease, long untilNanos) {}

  private final Map<String, Held> held = new HashMap<>();
  private final LongSupplier nanoTime;
  private long tokens;

  public MapLeases(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
    return resources.stream()
        .filter(resource -> !isHeld(resource))
        .map(resource -> hold(new Lease(resource, UUID.randomUUID().toString(), ++tokens), ttl))
        .toList();
  }

  @Override
  public synchronized Set<Lease> renew(Collection<Lease> leases, Duration ttl) {
    Set<Lease> lost =
        leases.stream().filter(lease -> !isHeldBy(lease)).collect(Collectors.toSet());
    leases.stream().filter(lease -> !lost.contains(lease)).forEach(lease -> hold(lease, ttl));
    return lost;
  }

  @Override
  public synchronized void release(Collection<Lease> leases) {
    leases.stream().filter(this::isHeldBy).map(Lease::resource).forEach(held::remove);
  }

  private Lease hold(Lease lease, Duration ttl) {
    held.put(lease.resource(), new Held(lease, nanoTime.getAsLong() + ttl.toNanos()));
    return lease;
  }

  private boolean isHeld(String resource) {
    return held.containsKey(resource)
        && held.get(resource).untilNanos() - nanoTime.getAsLong() > 0;
  }

  private boolean isHeldBy(Lease lease) {
    return isHeld(lease.resource()) && held.get(lease.resource()).lease().equals(lease);
  }
}

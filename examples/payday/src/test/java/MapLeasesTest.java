import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.testkit.contract.LeaseStoreContract;
import java.time.Duration;

class MapLeasesTest extends LeaseStoreContract {

  private long elapsed;
  private final LeaseStore leases = new MapLeases(() -> System.nanoTime() + elapsed);

  @Override protected LeaseStore leases() { return leases; }

  @Override protected LeaseStore anotherNode() { return leases; }

  @Override protected void elapse(Duration duration) { elapsed += duration.toNanos(); }
}

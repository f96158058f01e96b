// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Party;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.model.BatchId;
import java.util.Optional;

/** The status cache as one process reaches it. */
final class StatusLine implements StatusCache {

  private final Wire wire;
  private final StatusCache real;

  StatusLine(Wire wire, StatusCache real) {
    this.wire = wire;
    this.real = real;
  }

  @Override
  public Optional<BatchStatus> get(BatchId batch) {
    return wire.call(Party.CACHE, "get status", () -> real.get(batch));
  }

  @Override
  public void put(BatchStatus status) {
    wire.call(
        Party.CACHE,
        "put status",
        () -> {
          real.put(status);
          return status;
        });
  }
}

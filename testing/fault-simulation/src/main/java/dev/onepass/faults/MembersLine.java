// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Party;
import dev.onepass.ports.cache.CacheMembers;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The members of the cache as one process reaches them. */
final class MembersLine implements CacheMembers {

  private final Wire wire;
  private final CacheMembers real;

  MembersLine(Wire wire, CacheMembers real) {
    this.wire = wire;
    this.real = real;
  }

  @Override
  public Map<String, Sign> sign(String member, boolean trusts, long reports) {
    return wire.call(Party.CACHE, "sign as a member", () -> real.sign(member, trusts, reports));
  }

  @Override
  public void remove(Collection<String> members) {
    List<String> gone = List.copyOf(members);
    // The domain may hold a lock here, for which nobody else of this process may come to wait.
    wire.callAtOnce(
        Party.CACHE,
        "remove members",
        () -> {
          wire.world().note("removes members", wire.process(), gone);
          real.remove(gone);
          return gone;
        });
  }
}

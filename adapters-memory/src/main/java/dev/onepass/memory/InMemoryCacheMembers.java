// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.cache.CacheMembers;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The nodes of one process that share an in-memory cache. Thread-safe; always available. */
public final class InMemoryCacheMembers implements CacheMembers {

  private final Map<String, Sign> signs = new HashMap<>();

  @Override
  public synchronized Map<String, Sign> sign(String member, boolean trusts, long reports) {
    Sign last = signs.get(member);
    signs.put(member, new Sign(last == null ? 1 : last.count() + 1, trusts, reports));
    return Map.copyOf(signs);
  }

  @Override
  public synchronized void remove(Collection<String> members) {
    members.forEach(signs::remove);
  }
}

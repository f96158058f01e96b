// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Accounts that somebody asked for, and what was found of them. In arrays, as it goes from one
 * thread to another: objects made by the one cost the other a fetch from memory each. Used by one
 * thread at a time.
 */
final class NearLookup {

  private static final long NOT_FOUND = -1;

  private final long[] uids;
  private final long[] cents;
  private final long[] versions;

  NearLookup(Collection<Uid> wanted) {
    uids = new long[wanted.size()];
    cents = new long[uids.length];
    versions = new long[uids.length];
    int i = 0;
    for (Uid uid : wanted) {
      uids[i] = uid.value();
      versions[i++] = NOT_FOUND;
    }
  }

  int size() {
    return uids.length;
  }

  long uid(int i) {
    return uids[i];
  }

  boolean isFound(int i) {
    return versions[i] != NOT_FOUND;
  }

  void found(int i, long itsCents, long itsVersion) {
    cents[i] = itsCents;
    versions[i] = itsVersion;
  }

  /** Those that were found. */
  Map<Uid, Balance> balances() {
    Map<Uid, Balance> balances = new HashMap<>(2 * uids.length);
    for (int i = 0; i < uids.length; i++) {
      if (isFound(i)) {
        Uid uid = new Uid(uids[i]);
        balances.put(uid, new Balance(uid, Money.ofCents(cents[i]), versions[i]));
      }
    }
    return balances;
  }
}

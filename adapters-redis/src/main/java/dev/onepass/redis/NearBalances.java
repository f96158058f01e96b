// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.util.SafeEncoder;

/**
 * What this process knows of the balances in Redis: entries of the present generation, until Redis
 * tells that they have changed. For one thread, but for the size.
 */
final class NearBalances {

  private static final int PARTITION = 0;

  private final Generation generation;
  private final String generationKey;
  private final String balancePrefix;
  private final NearTable table;
  private @Nullable String current;
  private volatile int size;

  NearBalances(int accounts, Keyspace keys, Generation generation) {
    this.generation = generation;
    this.generationKey = generation.key(PARTITION);
    this.balancePrefix = keys.key(PARTITION, BalanceEntry.PREFIX);
    this.table = new NearTable(accounts);
  }

  /** What the keys begin with whose changes are to be told to {@link #forget}. */
  List<String> prefixes() {
    return List.of(generationKey, balancePrefix);
  }

  /** How many accounts are known; for any thread. */
  int size() {
    return size;
  }

  /**
   * Looks accounts up.
   *
   * @param missing is given those that are not known
   * @return whether all are known
   */
  boolean find(NearLookup lookup, Set<Uid> missing) {
    if (current != null && table.find(lookup) == 0) {
      return true;
    }
    for (int i = 0; i < lookup.size(); i++) {
      if (!lookup.isFound(i)) {
        missing.add(new Uid(lookup.uid(i)));
      }
    }
    return false;
  }

  /** The command whose reply {@link #learn} understands. */
  CommandArguments fetch(List<Uid> uids) {
    CommandArguments command = new CommandArguments(Protocol.Command.MGET).add(generationKey);
    uids.forEach(uid -> command.add(balancePrefix + uid));
    return command;
  }

  /**
   * Keeps what Redis has of some accounts.
   *
   * @param runId of the server that replied
   * @return those that it has; null if no generation of this run of the server has begun
   */
  @Nullable Map<Uid, Balance> learn(List<Uid> uids, List<?> reply, String runId) {
    String number = generation.read(PARTITION, text(reply.get(0)), runId);
    if (number == null || !number.equals(current)) {
      table.clear();
      current = number;
    }
    if (number == null) {
      size = 0;
      return null;
    }
    Map<Uid, Balance> learnt = new HashMap<>();
    for (int i = 0; i < uids.size(); i++) {
      BalanceEntry.read(uids.get(i), text(reply.get(i + 1)), number)
          .ifPresent(balance -> learnt.put(balance.uid(), balance));
    }
    learnt.values().forEach(table::put);
    size = table.size();
    return learnt;
  }

  /** Forgets what a key held that has changed; null stands for all keys. */
  void forget(byte @Nullable [] key) {
    String name = key == null ? generationKey : SafeEncoder.encode(key);
    if (name.equals(generationKey)) {
      current = null;
      table.clear();
    } else if (name.startsWith(balancePrefix)) {
      table.remove(uidIn(name));
    }
    size = table.size();
  }

  /** Zero, which no account has, in a key of somebody else's. */
  private long uidIn(String name) {
    try {
      return Long.parseLong(name, balancePrefix.length(), name.length(), 10);
    } catch (NumberFormatException foreign) {
      return 0;
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : SafeEncoder.encode((byte[]) value);
  }
}

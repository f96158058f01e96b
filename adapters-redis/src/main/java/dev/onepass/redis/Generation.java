// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The generation of the balance cache: a number that changes whenever Redis lost or may have lost
 * some of its memory, as a flush, a restart, a failover or somebody's order.
 *
 * <p>Drawn at random rather than counted: a counter that fell back with the rest of the memory
 * would come to the same number twice. Kept in Redis as {@code number|run id of the server}, in
 * each partition. A server that was restarted from an old snapshot, or a replica that was promoted,
 * remembers older balances than have been served; but it reads another server's run id there, which
 * each reader compares, and so it begins anew. Thread-safe.
 */
final class Generation {

  static final String NAME = "generation";

  /** Before any was seen. Equal to none, so what is put under it is old news. */
  static final long NONE = 0;

  // 48 bits: no two meet in practice, and an entry stays short.
  private static final long NUMBERS = 1L << 48;

  private static final Pattern STORED = Pattern.compile("(\\d{1,18})\\|(\\w+)");
  private static final LuaScript SCRIPT = LuaScript.named("generation");

  private final Keyspace keys;
  private final Supplier<? extends RandomGenerator> random;
  private final GenerationsSeen seen;

  Generation(Keyspace keys, Supplier<? extends RandomGenerator> random) {
    this.keys = keys;
    this.random = random;
    this.seen = new GenerationsSeen(keys.partitions());
  }

  /** What this client saw last; for one partition the number, else a name for all the numbers. */
  long seenLast() {
    return seen.name();
  }

  /** The partition's number among those that had that name; {@link #NONE} if nobody knows. */
  long numberIn(int partition, long name) {
    return seen.number(partition, name);
  }

  /** Notes the number that Redis names. */
  void saw(int partition, String number) {
    seen.note(partition, Long.parseLong(number));
  }

  /**
   * The number within what a partition's key holds, which is noted.
   *
   * @param runId of the server that has the partition
   * @return null if there is none of this run of this server: nothing in the partition counts
   */
  @Nullable String read(int partition, @Nullable String stored, String runId) {
    Matcher matcher = STORED.matcher(stored == null ? "" : stored);
    if (!matcher.matches() || !matcher.group(2).equals(runId)) {
      return null;
    }
    saw(partition, matcher.group(1));
    return matcher.group(1);
  }

  String key(int partition) {
    return keys.key(partition, NAME);
  }

  /** Begins a generation if there is none of this run of the server. */
  void establish(int partition, Redis redis) {
    run(partition, redis, "");
  }

  /** Begins a generation in any case. */
  void renew(int partition, Redis redis) {
    run(partition, redis, "renew");
  }

  private void run(int partition, Redis redis, String order) {
    String number = Long.toString(1 + random.get().nextLong(NUMBERS));
    LuaScript.Call call = new LuaScript.Call(List.of(key(partition)), List.of(number, order));
    saw(partition, (String) Objects.requireNonNull(SCRIPT.run(redis, call)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;

/**
 * The generation of the balance cache: a number that changes whenever Redis lost or may have lost
 * some of its memory, as a flush, a restart, a failover or somebody's order.
 *
 * <p>Drawn at random rather than counted: a counter that fell back with the rest of the memory
 * would come to the same number twice. Kept in Redis as {@code number|run id of the server}.
 * Thread-safe.
 */
final class Generation {

  static final String KEY = "onepass:generation";

  /** Before any was seen. Equal to none, so what is put under it is old news. */
  static final long NONE = 0;

  // 48 bits: no two meet in practice, and an entry stays short.
  private static final long NUMBERS = 1L << 48;

  private static final Pattern STORED = Pattern.compile("(\\d{1,18})\\|\\w+");
  private static final LuaScript SCRIPT = LuaScript.named("generation");
  private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);

  private final Supplier<? extends RandomGenerator> random;
  private final AtomicLong seenLast = new AtomicLong(NONE);

  Generation(Supplier<? extends RandomGenerator> random) {
    this.random = random;
  }

  /** The number that this client saw last. */
  long seenLast() {
    return seenLast.get();
  }

  /** Notes the number that Redis names, and returns it. */
  long saw(String number) {
    long seen = Long.parseLong(number);
    seenLast.set(seen);
    return seen;
  }

  /** The number within what {@link #KEY} holds; null if it holds none. */
  static @Nullable String numberIn(@Nullable String stored) {
    if (stored == null) {
      return null;
    }
    Matcher matcher = STORED.matcher(stored);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /** Begins a generation if there is none of this run of the server. */
  void establish(Connection connection) {
    // Written out for the first connection too, so that it needs no second round trip.
    saw((String) connection.executeCommand(COMMANDS.eval(SCRIPT.text(), keys(), arguments(""))));
  }

  /** Begins a generation if there is none. */
  long establish(RedisClient client) {
    return run(client, "");
  }

  /** Begins a generation in any case. */
  void renew(RedisClient client) {
    run(client, "renew");
  }

  private long run(RedisClient client, String order) {
    return saw((String) SCRIPT.run(client, new LuaScript.Call(keys(), arguments(order))));
  }

  private static List<String> keys() {
    return List.of(KEY);
  }

  private List<String> arguments(String order) {
    long number = 1 + random.get().nextLong(NUMBERS);
    return List.of(Long.toString(number), order);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.cache.CacheMembers;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All members in one hash, which does not expire: only who has had the cache forget may forget a
 * member. On a cluster it lies in the first partition, whose loss makes newcomers begin with
 * forgetting. Thread-safe.
 */
final class JedisCacheMembers implements CacheMembers {

  private static final LuaScript SIGN = LuaScript.named("members-sign");
  private static final int PARTITION = 0;
  private static final int FIELDS = 3;

  private final GuardedRedis redis;
  private final String key;

  JedisCacheMembers(GuardedRedis redis, Keyspace keys) {
    this.redis = redis;
    this.key = keys.key(PARTITION, "cache-members");
  }

  @Override
  public Map<String, Sign> sign(String member, boolean trusts, long reports) {
    List<String> arguments = List.of(member, trusts ? "1" : "0", Long.toString(reports));
    LuaScript.Call call = new LuaScript.Call(List.of(key), arguments);
    @Nullable Object answer =
        redis.call("sign as a member of the cache", PARTITION, server -> SIGN.run(server, call));
    return read((List<?>) Objects.requireNonNull(answer));
  }

  @Override
  public void remove(Collection<String> members) {
    if (!members.isEmpty()) {
      String[] names = members.toArray(String[]::new);
      redis.call(
          "remove members of the cache",
          PARTITION,
          server -> server.execute(Redis.COMMANDS.hdel(key, names)));
    }
  }

  private static Map<String, Sign> read(List<?> namesAndSigns) {
    Map<String, Sign> signs = new HashMap<>();
    for (int i = 0; i < namesAndSigns.size(); i += 2) {
      String[] fields = ((String) namesAndSigns.get(i + 1)).split("\\|", FIELDS);
      signs.put(
          (String) namesAndSigns.get(i),
          new Sign(Long.parseLong(fields[0]), fields[1].equals("1"), Long.parseLong(fields[2])));
    }
    return signs;
  }
}

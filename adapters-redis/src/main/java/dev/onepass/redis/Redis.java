// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.util.SafeEncoder;

/** One server while somebody talks with it. For one thread, and the time of a call. */
final class Redis {

  static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);

  private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");
  private static final Pattern EVICTION_POLICY = Pattern.compile("maxmemory_policy:([\\w-]+)");

  /** A connection leads to the same run of the same server as long as it lasts. */
  private static final Map<Connection, String> RUN_IDS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Connection connection;

  Redis(Connection connection) {
    this.connection = connection;
  }

  <T> @Nullable T execute(CommandObject<T> command) {
    return connection.executeCommand(command);
  }

  /** What is sent through it goes out together; close it before the responses are looked at. */
  Pipeline pipelined() {
    return new Pipeline(connection);
  }

  /** What tells this run of the server from the one before, and the server from its replicas. */
  String runId() {
    String known = RUN_IDS.get(connection);
    if (known == null) {
      known = askRunId();
      RUN_IDS.put(connection, known);
    }
    return known;
  }

  private String askRunId() {
    return info("server", RUN_ID)
        .orElseThrow(() -> new IllegalStateException("INFO server has no run_id"));
  }

  /** What is forgotten first when the memory is full; empty if the server does not say. */
  Optional<String> evictionPolicy() {
    return info("memory", EVICTION_POLICY);
  }

  private Optional<String> info(String section, Pattern wanted) {
    CommandArguments info = new CommandArguments(Protocol.Command.INFO).add(section);
    Matcher found = wanted.matcher(SafeEncoder.encode((byte[]) connection.executeCommand(info)));
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.mysql.MySqlConfig;
import dev.onepass.server.OnePassServer;
import dev.onepass.server.config.ConfigLoader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One-Pass as a server, in this JVM, on a database to measure on and a Redis of its own. */
public final class BenchServer implements AutoCloseable {

  private final EmbeddedRedis redis;
  private final OnePassServer server;

  private BenchServer(EmbeddedRedis redis, OnePassServer server) {
    this.redis = redis;
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param settings environment variables; what is not among them is as it is by default, but that
   *     requests are not limited
   */
  public static BenchServer start(BenchDatabase database, Map<String, String> settings) {
    EmbeddedRedis redis = EmbeddedRedis.temporary();
    try {
      Map<String, String> environment = new HashMap<>();
      environment.put("ONEPASS_SERVER_PORT", "0");
      environment.put("ONEPASS_MYSQL_DSN", dsn(database.config()));
      environment.put("ONEPASS_REDIS_ADDR", redis.host() + ":" + redis.port());
      environment.put("ONEPASS_REDIS_PASSWORD", redis.password());
      environment.put("ONEPASS_LIMITS_RATE_PER_SECOND", "0");
      environment.put("ONEPASS_LIMITS_CONCURRENCY", "0");
      environment.putAll(settings);
      return new BenchServer(
          redis, OnePassServer.start(ConfigLoader.load(Optional.empty(), environment)));
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Its cache, to be emptied or stopped. */
  public EmbeddedRedis redis() {
    return redis;
  }

  @Override
  public void close() {
    server.close();
    redis.close();
  }

  private static String dsn(MySqlConfig config) {
    StringBuilder url = new StringBuilder(config.jdbcUrl());
    url.append("?user=").append(escaped(config.user()));
    url.append("&password=").append(escaped(config.password()));
    config
        .properties()
        .forEach((name, value) -> url.append('&').append(name).append('=').append(escaped(value)));
    return url.toString();
  }

  private static String escaped(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every setting there is. {@code config/config.yaml} says of each what it is for; a test compares
 * the two.
 */
public enum Key {
  KINGSTAR_ID("kingstar.id", ""),
  KINGSTAR_TOKEN("kingstar.token", ""),

  SERVER_IP("server.ip", ""),
  SERVER_BASE_URL("server.baseUrl", ""),
  SERVER_PORT("server.port", null),
  SERVER_BIND("server.bind", null),
  SERVER_HOSTS("server.hosts", ""),

  GITLAB_URL("gitlab.url", ""),

  API_PAY_URL("api.payUrl", Key.EMBEDDED),
  API_BATCH_PAY_BEGIN_URL("api.batchPayBeginUrl", null),
  API_BATCH_PAY_FINISH_URL("api.batchPayFinishUrl", null),
  API_FINISH_STYLE("api.finishStyle", "query+json"),
  API_MAX_PAY_AMOUNT("api.maxPayAmount", "10000.00"),

  MYSQL_DSN("mysql.dsn", Key.EMBEDDED),

  REDIS_ADDR("redis.addr", Key.EMBEDDED),
  REDIS_PASSWORD("redis.password", ""),
  REDIS_DB("redis.db", "0"),
  REDIS_PREFIX("redis.prefix", "onepass:"),
  REDIS_CLUSTER("redis.cluster", "false"),
  REDIS_NEAR_ACCOUNTS("redis.nearAccounts", "200000"),
  REDIS_SENTINEL_MASTER("redis.sentinel.master", ""),
  REDIS_SENTINEL_PASSWORD("redis.sentinel.password", ""),

  EMBEDDED_DATA_DIR("embedded.dataDir", "./data"),

  SECURITY_TOKENS("security.tokens", ""),
  SECURITY_ALLOW_ANONYMOUS("security.allowAnonymous", "false"),

  TRANSFER_MAX_AMOUNT("transfer.maxAmount", "10000.00"),

  BATCH_MIN_CONCURRENCY("batch.minConcurrency", "10"),
  BATCH_MAX_CONCURRENCY("batch.maxConcurrency", "60"),
  BATCH_FAST_PHASE("batch.fastPhase", "30s"),

  LIMITS_CONCURRENCY("limits.concurrency", "500"),
  LIMITS_RATE_PER_SECOND("limits.ratePerSecond", "100"),
  LIMITS_SHARED("limits.shared", null),

  CORS_ORIGINS("cors.origins", "");

  /** The value that asks for the service that comes with One-Pass. */
  public static final String EMBEDDED = "embedded";

  private static final String VARIABLE_PREFIX = "ONEPASS_";

  private final String path;
  private final @Nullable String defaultText;

  Key(String path, @Nullable String defaultText) {
    this.path = path;
    this.defaultText = defaultText;
  }

  /** As it stands in the file, such as {@code mysql.dsn}. */
  public String path() {
    return path;
  }

  /** What it is if nobody says, as it would stand in the file; null if that depends on others. */
  public @Nullable String defaultText() {
    return defaultText;
  }

  /** The environment variable that wins over the file, such as {@code ONEPASS_MYSQL_DSN}. */
  public String variable() {
    return VARIABLE_PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The first part of the path, such as {@code mysql}. */
  String section() {
    return path.substring(0, path.indexOf('.'));
  }

  boolean isList() {
    return this == SECURITY_TOKENS
        || this == CORS_ORIGINS
        || this == SERVER_HOSTS
        || this == REDIS_ADDR;
  }

  @Override
  public String toString() {
    return path;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes settings of a file and the environment, which wins, and checks that they go together. */
public final class ConfigLoader {

  private static final int DEFAULT_PORT = 40008;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String EVERYWHERE = "0.0.0.0";
  private static final int PORT_MAX = 65535;

  private final Values values;

  private ConfigLoader(Map<Key, Given> given, List<String> problems) {
    this.values = new Values(given, problems);
  }

  /**
   * @param file a YAML file; without one, all settings have their defaults
   * @param environment the variables, as {@link System#getenv()} has them
   * @throws ConfigException if anything is wrong; it says all that is
   */
  public static Settings load(Optional<Path> file, Map<String, String> environment) {
    var problems = new ArrayList<String>();
    var given = new EnumMap<Key, Given>(Key.class);
    file.ifPresent(path -> given.putAll(ConfigFile.read(path, problems)));
    given.putAll(EnvironmentVariables.read(environment, problems));
    Settings settings = new ConfigLoader(given, problems).settings();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.stream().distinct().toList());
    }
    return settings;
  }

  private Settings settings() {
    return new Settings(
        listen(),
        values.address(Key.SERVER_BASE_URL),
        new Settings.Access(tokens(), values.list(Key.CORS_ORIGINS), values.list(Key.SERVER_HOSTS)),
        limits(),
        new Settings.Kingstar(
            values.text(Key.KINGSTAR_ID).orElse(""), values.secret(Key.KINGSTAR_TOKEN)),
        thirdParty(),
        isEmbedded(Key.MYSQL_DSN) ? Optional.empty() : Optional.of(values.secret(Key.MYSQL_DSN)),
        redis(),
        values.path(Key.EMBEDDED_DATA_DIR),
        values.amount(Key.TRANSFER_MAX_AMOUNT),
        batch());
  }

  private Settings.Listen listen() {
    String bind = values.text(Key.SERVER_BIND).orElse(tokens().isEmpty() ? LOOPBACK : EVERYWHERE);
    var listen = new Settings.Listen(bind, port());
    boolean open = tokens().isEmpty() && !values.flag(Key.SECURITY_ALLOW_ANONYMOUS);
    if (open && !listen.isLoopback()) {
      values.problem(
          Key.SERVER_BIND,
          "server.bind is reachable from other machines, and nobody would need a token: set"
              + " security.tokens, or security.allowAnonymous: true if that is what you want");
    }
    return listen;
  }

  private int port() {
    if (values.text(Key.SERVER_PORT).isPresent()) {
      return values.integer(Key.SERVER_PORT, 0, PORT_MAX);
    }
    return values
        .address(Key.SERVER_BASE_URL)
        .map(URI::getPort)
        .filter(port -> port > 0)
        .orElse(DEFAULT_PORT);
  }

  private Settings.Limits limits() {
    boolean ownRedis = isEmbedded(Key.REDIS_ADDR);
    boolean shared =
        values.text(Key.LIMITS_SHARED).isPresent() ? values.flag(Key.LIMITS_SHARED) : !ownRedis;
    if (shared && ownRedis) {
      values.problem(Key.LIMITS_SHARED, "limits.shared needs redis.addr to be set");
    }
    return new Settings.Limits(
        values.integer(Key.LIMITS_CONCURRENCY, 0, 1_000_000),
        values.integer(Key.LIMITS_RATE_PER_SECOND, 0, 1_000_000),
        shared);
  }

  private List<Secret> tokens() {
    return values.list(Key.SECURITY_TOKENS).stream().map(Secret::new).toList();
  }

  private Optional<Settings.ThirdParty> thirdParty() {
    if (isEmbedded(Key.API_PAY_URL)) {
      for (Key key : List.of(Key.API_BATCH_PAY_BEGIN_URL, Key.API_BATCH_PAY_FINISH_URL)) {
        if (values.text(key).isPresent()) {
          values.problem(key, key + " is set, but api.payUrl is not");
        }
      }
      return Optional.empty();
    }
    Optional<URI> pay = values.address(Key.API_PAY_URL);
    Optional<URI> begin = needed(Key.API_BATCH_PAY_BEGIN_URL);
    Optional<URI> finish = needed(Key.API_BATCH_PAY_FINISH_URL);
    return pay.isPresent() && begin.isPresent() && finish.isPresent()
        ? Optional.of(new Settings.ThirdParty(pay.get(), begin.get(), finish.get()))
        : Optional.empty();
  }

  private Optional<URI> needed(Key key) {
    if (values.text(key).isEmpty()) {
      values.problem(Key.API_PAY_URL, key + " is needed, because api.payUrl is set");
    }
    return values.address(key);
  }

  private Optional<Settings.Redis> redis() {
    int database = values.integer(Key.REDIS_DB, 0, 1023);
    int nearAccounts = values.integer(Key.REDIS_NEAR_ACCOUNTS, 0, 50_000_000);
    boolean cluster = values.flag(Key.REDIS_CLUSTER);
    Optional<Settings.Sentinel> sentinel =
        values
            .text(Key.REDIS_SENTINEL_MASTER)
            .map(name -> new Settings.Sentinel(name, values.secret(Key.REDIS_SENTINEL_PASSWORD)));
    if (isEmbedded(Key.REDIS_ADDR)) {
      if (cluster || sentinel.isPresent()) {
        values.problem(
            cluster ? Key.REDIS_CLUSTER : Key.REDIS_SENTINEL_MASTER,
            "redis.cluster and redis.sentinel.master need redis.addr to be set");
      }
      return Optional.empty();
    }
    List<String> addresses = values.list(Key.REDIS_ADDR);
    checkRedis(addresses, database, cluster, sentinel.isPresent());
    return Optional.of(
        new Settings.Redis(
            addresses.stream().map(Secret::new).toList(),
            values.secret(Key.REDIS_PASSWORD),
            database,
            values.text(Key.REDIS_PREFIX).orElse(""),
            nearAccounts,
            cluster,
            sentinel));
  }

  private void checkRedis(List<String> addresses, int database, boolean cluster, boolean sentinel) {
    if (cluster && sentinel) {
      values.problem(
          Key.REDIS_CLUSTER, "redis.cluster and redis.sentinel.master do not go together");
    } else if (addresses.size() > 1 && !cluster && !sentinel) {
      values.problem(
          Key.REDIS_ADDR,
          "redis.addr has several servers: set redis.cluster: true if they are a cluster,"
              + " redis.sentinel.master if they are sentinels");
    }
    if (cluster && database != 0) {
      values.problem(Key.REDIS_DB, "redis.db must be 0, as a cluster has no other");
    }
  }

  private Settings.Batch batch() {
    int min = values.integer(Key.BATCH_MIN_CONCURRENCY, 1, 10_000);
    int max = values.integer(Key.BATCH_MAX_CONCURRENCY, 1, 10_000);
    if (min > max) {
      values.problem(
          Key.BATCH_MIN_CONCURRENCY, "batch.minConcurrency is above batch.maxConcurrency");
    }
    return new Settings.Batch(
        values.amount(Key.API_MAX_PAY_AMOUNT),
        finishStyle(),
        min,
        max,
        values.duration(Key.BATCH_FAST_PHASE));
  }

  private Settings.FinishStyle finishStyle() {
    String text = values.text(Key.API_FINISH_STYLE).orElse("");
    Optional<Settings.FinishStyle> known =
        Arrays.stream(Settings.FinishStyle.values())
            .filter(style -> style.text().equals(text))
            .findFirst();
    if (known.isEmpty()) {
      String all =
          Arrays.stream(Settings.FinishStyle.values())
              .map(Settings.FinishStyle::text)
              .collect(Collectors.joining(", "));
      values.problem(Key.API_FINISH_STYLE, "api.finishStyle must be one of " + all);
    }
    return known.orElse(Settings.FinishStyle.QUERY_AND_JSON);
  }

  private boolean isEmbedded(Key key) {
    if (values.text(key).isEmpty()) {
      // A variable that somebody forgot to fill must not lead to an empty database of our own.
      values.problem(
          key, key + " is empty; remove it, or say \"embedded\", to use the embedded one");
    }
    return values.text(key).map(Key.EMBEDDED::equals).orElse(true);
  }
}

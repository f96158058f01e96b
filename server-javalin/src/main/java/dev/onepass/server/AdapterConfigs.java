// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import dev.onepass.mysql.MySqlConfig;
import dev.onepass.redis.RedisAddress;
import dev.onepass.redis.RedisConfig;
import dev.onepass.redis.RedisServers;
import dev.onepass.redis.RedisUrl;
import dev.onepass.server.config.ConfigException;
import dev.onepass.server.config.Settings;
import dev.onepass.thirdparty.FinishStyle;
import dev.onepass.thirdparty.ThirdPartyConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The settings as the adapters take them, read before anything is started: a mistake in one of them
 * costs nobody the start of a database. Immutable.
 *
 * @param mysql empty for the embedded one
 * @param redis empty for the embedded one
 * @param thirdParty empty for the built-in one
 */
record AdapterConfigs(
    Optional<MySqlConfig> mysql,
    Optional<RedisConfig> redis,
    Optional<ThirdPartyConfig> thirdParty) {

  /**
   * @throws ConfigException if an adapter cannot take a setting, with its key
   */
  static AdapterConfigs of(Settings settings) {
    return new AdapterConfigs(
        settings.mysql().map(dsn -> read("mysql.dsn", () -> MySqlConfig.of(dsn.value()))),
        settings.redis().map(given -> read("redis", () -> redis(given))),
        settings.thirdParty().map(urls -> read("api, kingstar", () -> thirdParty(settings, urls))));
  }

  private static <T> T read(String key, Supplier<T> config) {
    try {
      return config.get();
    } catch (IllegalArgumentException e) {
      throw ConfigException.of(key + ": " + e.getMessage());
    }
  }

  private static RedisConfig redis(Settings.Redis given) {
    List<RedisUrl> urls = given.addresses().stream().map(url -> RedisUrl.of(url.value())).toList();
    List<RedisAddress> addresses = urls.stream().map(RedisUrl::address).toList();
    RedisServers servers =
        given.cluster()
            ? new RedisServers.Cluster(addresses)
            : given
                .sentinel()
                .<RedisServers>map(
                    sentinel ->
                        new RedisServers.Sentinels(
                            sentinel.master(), addresses, sentinel.password().value()))
                .orElseGet(() -> new RedisServers.Single(addresses.get(0)));
    RedisConfig config =
        RedisConfig.of(servers, given.password().value(), given.database())
            .withPrefix(given.prefix())
            .withNearAccounts(given.nearAccounts());
    for (RedisUrl url : urls) {
      config = config.agreeing(url);
    }
    return config;
  }

  /** The third party at these addresses, with the credentials of the settings. */
  static ThirdPartyConfig thirdParty(Settings settings, Settings.ThirdParty urls) {
    Settings.Kingstar who = settings.kingstar();
    return ThirdPartyConfig.of(
            urls.pay(), urls.begin(), urls.finish(), who.id(), who.token().value())
        .withFinishStyle(finishStyle(settings.batch().finishStyle()));
  }

  private static FinishStyle finishStyle(Settings.FinishStyle style) {
    return switch (style) {
      case QUERY_AND_JSON -> FinishStyle.QUERY_AND_JSON;
      case QUERY -> FinishStyle.QUERY;
      case JSON -> FinishStyle.JSON;
      case FORM -> FinishStyle.FORM;
      case BARE -> FinishStyle.BARE;
    };
  }
}

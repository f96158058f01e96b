// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {

  @ParameterizedTest
  @CsvSource({
    "redis:6380, redis, 6380",
    "redis, redis, 6379",
    "172.16.0.7:7002, 172.16.0.7, 7002",
    "[::1]:6380, [::1], 6380",
    "[::1], [::1], 6379"
  })
  void anAddressIsAHostAndMaybeAPort(String address, String host, int port) {
    assertThat(RedisConfig.of(address, "", 0).servers())
        .isEqualTo(new RedisServers.Single(new RedisAddress(host, port)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":6379", "redis:", "redis:abc", "redis:0", "redis:65536"})
  void anAddressThatLeadsNowhereIsRefused(String address) {
    assertThatThrownBy(() -> RedisConfig.of(address, "", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Redis");
  }

  @Test
  void aClusterHasOnlyDatabaseZero() {
    RedisServers cluster = new RedisServers.Cluster(List.of(RedisAddress.of("redis:7000")));

    assertThatThrownBy(() -> RedisConfig.of(cluster, "", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("database 0");
  }

  @Test
  void sentinelsAreToldWithoutTheirPassword() {
    RedisServers servers =
        new RedisServers.Sentinels(
            "primary", List.of(RedisAddress.of("a:26379"), RedisAddress.of("b:26379")), "hunter2");

    assertThat(RedisConfig.of(servers, "hunter2", 0).toString())
        .contains("primary", "a:26379, b:26379")
        .doesNotContain("hunter2");
  }

  @Test
  void thePasswordIsNeverPrinted() {
    RedisConfig config = RedisConfig.of("redis:6379", "hunter2", 3);

    assertThat(config.toString()).contains("redis:6379", "database 3").doesNotContain("hunter2");
  }
}

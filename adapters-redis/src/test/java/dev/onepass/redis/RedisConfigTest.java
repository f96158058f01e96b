// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    RedisConfig config = RedisConfig.of(address, "", 0);

    assertThat(config.host()).isEqualTo(host);
    assertThat(config.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":6379", "redis:", "redis:abc", "redis:0", "redis:65536"})
  void anAddressThatLeadsNowhereIsRefused(String address) {
    assertThatThrownBy(() -> RedisConfig.of(address, "", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Redis");
  }

  @Test
  void thePasswordIsNeverPrinted() {
    RedisConfig config = RedisConfig.of("redis:6379", "hunter2", 3);

    assertThat(config.toString()).contains("redis:6379", "database 3").doesNotContain("hunter2");
  }
}

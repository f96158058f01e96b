// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedisConfigTest {

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

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "redis:6380 | redis | 6380 | \"\" | \"\" | false | -1",
        "redis | redis | 6379 | \"\" | \"\" | false | -1",
        ":6380 | localhost | 6380 | \"\" | \"\" | false | -1",
        "172.16.0.7:7002 | 172.16.0.7 | 7002 | \"\" | \"\" | false | -1",
        "[::1]:6380 | [::1] | 6380 | \"\" | \"\" | false | -1",
        "[fe80::1%eth0]:6380 | [fe80::1%eth0] | 6380 | \"\" | \"\" | false | -1",
        "my_redis.internal:1 | my_redis.internal | 1 | \"\" | \"\" | false | -1",
        "redis://h | h | 6379 | \"\" | \"\" | false | -1",
        "redis://h:6380 | h | 6380 | \"\" | \"\" | false | -1",
        "redis://h:6380/ | h | 6380 | \"\" | \"\" | false | -1",
        "redis://h/3 | h | 6379 | \"\" | \"\" | false | 3",
        "redis://h?db=3 | h | 6379 | \"\" | \"\" | false | 3",
        "redis://h:6380?protocol=3&db=2&pool_size=9 | h | 6380 | \"\" | \"\" | false | 2",
        "redis://:hush@h:6380 | h | 6380 | \"\" | hush | false | -1",
        "redis://ledger:hush@h:6380/1 | h | 6380 | ledger | hush | false | 1",
        "redis://default:p%40s%2Fs%3A%25@h | h | 6379 | default | p@s/s:% | false | -1",
        "redis://:p+s@h | h | 6379 | \"\" | p+s | false | -1",
        "redis://:p@ss@h | h | 6379 | \"\" | p@ss | false | -1",
        "redis://u:a:b@h | h | 6379 | u | a:b | false | -1",
        "REDIS://h | h | 6379 | \"\" | \"\" | false | -1",
        "rediss://h | h | 6379 | \"\" | \"\" | true | -1",
        "rediss://u:hush@cache.example:6380/0 | cache.example | 6380 | u | hush | true | 0",
        "redis://[2001:db8::1]:6380 | [2001:db8::1] | 6380 | \"\" | \"\" | false | -1",
        "redis://:6380 | localhost | 6380 | \"\" | \"\" | false | -1",
        "redis://@h | h | 6379 | \"\" | \"\" | false | -1",
      })
  void isReadAsPeopleWriteIt(
      String text, String host, int port, String user, String password, boolean tls, int database) {
    RedisUrl url = RedisUrl.of(text);

    assertThat(url.address()).isEqualTo(new RedisAddress(host, port));
    assertThat(url.login()).isEqualTo(new RedisLogin(user, password, tls));
    assertThat(url.database().orElse(-1)).isEqualTo(database);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis:",
        "redis:abc",
        "redis:0",
        "redis:65536",
        "127.0.0.1:99999",
        "::1",
        "a b",
        "geheim@h:6379",
        "u:geheim@h:6379",
        "redis://geheim@h",
        "redis://u:geheim%zz@h",
        "redis://u:geheim@h/geheim",
        "redis://u:ge/heim",
        "redis:///0",
        "http://:geheim@h",
        "unix:///run/geheim.sock",
        "redis+sentinel://:geheim@h",
        "/run/geheim.sock",
      })
  void whatLeadsNowhereIsRefusedWithoutItsSecrets(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.of(text, "", 0))
        .satisfies(e -> assertThat(e.getMessage()).contains("Redis").doesNotContain("geheim"));
  }

  @Test
  void whatUrlAndSettingsSayGoesTogetherOrIsRefused() {
    String url = "redis://u:geheim@h/3";

    assertThat(RedisConfig.of(url, "", 0).login()).isEqualTo(new RedisLogin("u", "geheim", false));
    assertThat(RedisConfig.of(url, "geheim", 3).database()).isEqualTo(3);
    assertThat(RedisConfig.of("rediss://h", "geheim", 0).login())
        .isEqualTo(new RedisLogin("", "geheim", true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.of(url, "", 4))
        .withMessageContaining("database 3, and the settings database 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.of(url, "anders", 0))
        .withMessageContaining("another password")
        .withMessageNotContainingAny("geheim", "anders");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.of("redis://u:@h", "", 0))
        .withMessageContaining("a Redis user needs a password");
  }

  @Test
  void ofAListEachMayTellALittle() {
    RedisConfig config =
        RedisConfig.of(
                new RedisServers.Cluster(List.of(RedisAddress.of("a"), RedisAddress.of("b"))),
                "geheim",
                0)
            .agreeing(RedisUrl.of("rediss://u:geheim@a"))
            .agreeing(RedisUrl.of("b:6379"));

    assertThat(config.login()).isEqualTo(new RedisLogin("u", "geheim", true));
    assertThat(config.toString()).contains("user u", "TLS").doesNotContain("geheim");
  }
}

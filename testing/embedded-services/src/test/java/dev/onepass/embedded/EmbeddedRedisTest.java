// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

class EmbeddedRedisTest {

  @TempDir Path dataDir;

  @Test
  void whatWasAcknowledgedSurvivesAKillAndACleanStop() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(dataDir)) {
      set(redis, "kept", "a");
      int port = redis.port();

      redis.kill();
      assertThatThrownBy(() -> get(redis, "kept")).isInstanceOf(JedisConnectionException.class);
      redis.restart();

      assertThat(redis.port()).isEqualTo(port);
      assertThat(get(redis, "kept")).isEqualTo("a");
      set(redis, "kept", "b");
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(dataDir)) {
      assertThat(get(redis, "kept")).isEqualTo("b");
    }
  }

  @Test
  void snapshotsSurviveACleanStop() {
    try (EmbeddedRedis redis = startWithSnapshots()) {
      set(redis, "kept", "a");
    }
    assertThat(dataDir.resolve("appendonly.aof")).doesNotExist();
    try (EmbeddedRedis redis = startWithSnapshots()) {
      assertThat(get(redis, "kept")).isEqualTo("a");
    }
  }

  @Test
  void itListensLocallyInProtectedModeAndWantsItsPassword() {
    try (EmbeddedRedis redis = EmbeddedRedis.temporary();
        Jedis client = new Jedis(redis.uri());
        Jedis stranger = new Jedis(URI.create("redis://" + redis.host() + ":" + redis.port()))) {
      assertThat(client.configGet("bind")).containsEntry("bind", "127.0.0.1");
      assertThat(client.configGet("protected-mode")).containsEntry("protected-mode", "yes");
      assertThat(client.info("server")).contains("redis_version:6.2.");
      assertThatThrownBy(() -> stranger.get("kept"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageContaining("NOAUTH");
    }
  }

  @Test
  void aTemporaryOneLeavesNeitherProcessNorFiles() {
    EmbeddedRedis redis = EmbeddedRedis.temporary();
    Path directory;
    try (Jedis client = new Jedis(redis.uri())) {
      directory = Path.of(client.configGet("dir").get("dir"));
    }
    assertThat(directory).isDirectory();

    redis.close();
    redis.close();

    assertThat(ProcessHandle.of(redis.pid())).isEmpty();
    assertThat(directory).doesNotExist();
  }

  @Test
  void aPortSomebodyElseHasIsToldApartFromAFailure() throws Exception {
    RedisProgram program =
        RedisProgram.locate(ProgramCache.ofUser(), RedisProgram.Role.STORE, "", message -> {});
    try (ServerSocket taken =
            new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        ServerDirectory directory = ServerDirectory.open(dataDir)) {
      assertThat(ServerProcess.start(program, directory, taken.getLocalPort())).isEmpty();
    }
  }

  private EmbeddedRedis startWithSnapshots() {
    return EmbeddedRedis.start(dataDir, RedisPersistence.SNAPSHOTS, message -> {});
  }

  private static void set(EmbeddedRedis redis, String key, String value) {
    try (Jedis client = new Jedis(redis.uri())) {
      client.set(key, value);
    }
  }

  private static String get(EmbeddedRedis redis, String key) {
    try (Jedis client = new Jedis(redis.uri())) {
      return client.get(key);
    }
  }
}

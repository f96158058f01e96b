// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisProgramTest {

  private static final String LEARNT = "sentinel known-replica onepass 127.0.0.1 1\n";

  @TempDir private Path root;

  @Test
  void aSentinelKeepsWhatItLearntThroughARestart() throws IOException {
    Path file = prepared(RedisProgram.Role.SENTINEL, 20_001, 20_001);

    assertThat(file).content().contains("port 20001\n", LEARNT);
  }

  @Test
  void aSentinelWhosePortWasTakenIsGivenAnother() throws IOException {
    Path file = prepared(RedisProgram.Role.SENTINEL, 20_001, 20_002);

    assertThat(file).content().contains("port 20002\n").doesNotContain("20001", LEARNT);
  }

  @Test
  void aStoreIsConfiguredAnewAtEachStart() throws IOException {
    Path file = prepared(RedisProgram.Role.STORE, 20_001, 20_001);

    assertThat(file).content().contains("port 20001\n").doesNotContain(LEARNT);
  }

  private Path prepared(RedisProgram.Role role, int firstPort, int secondPort) throws IOException {
    RedisProgram program = new RedisProgram(Path.of("redis-server"), role, "");
    try (ServerDirectory directory = ServerDirectory.open(root.resolve("data"), "password")) {
      program.prepare(directory, firstPort);
      Path file = directory.resolve("redis.conf");
      Files.writeString(file, LEARNT, StandardOpenOption.APPEND);
      program.prepare(directory, secondPort);
      return file;
    }
  }
}

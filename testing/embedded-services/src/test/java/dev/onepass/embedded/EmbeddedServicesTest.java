// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class EmbeddedServicesTest {

  @TempDir Path dataDir;

  @Test
  void bothAnswerAndBothAreGoneAfterwards() throws Exception {
    List<String> progress = new CopyOnWriteArrayList<>();
    EmbeddedServices services = start(progress);
    try (Jedis client = new Jedis(services.redis().uri())) {
      assertThat(client.ping()).isEqualTo("PONG");
      assertThat(Sql.query(services.mariaDb(), "SELECT 1")).isEqualTo("1");
    }

    services.close();
    services.close();

    assertThat(ProcessHandle.of(services.mariaDb().pid())).isEmpty();
    assertThat(ProcessHandle.of(services.redis().pid())).isEmpty();
    assertThat(progress).anyMatch(line -> line.contains("MariaDB is ready"));
    assertThat(progress).anyMatch(line -> line.contains("Redis is ready"));
  }

  @Test
  void aDirectoryInUseIsRefusedByName() throws Exception {
    try (EmbeddedServices services = start(new CopyOnWriteArrayList<>())) {
      assertThatThrownBy(() -> start(new CopyOnWriteArrayList<>()))
          .isInstanceOf(EmbeddedServiceException.class)
          .hasMessageContaining(dataDir.toRealPath().toString())
          .hasMessageContaining("in use by this process");
      assertThat(Sql.query(services.mariaDb(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void ifOneCannotStartNeitherRunsAndTheDirectoryIsFree() throws Exception {
    Path redis = Files.createDirectories(dataDir.resolve("redis"));
    Files.createDirectory(redis.resolve("appendonly.aof"));

    assertThatThrownBy(() -> start(new CopyOnWriteArrayList<>()))
        .isInstanceOf(EmbeddedServiceException.class)
        .hasMessageContaining("Redis did not start")
        .hasMessageContaining(redis.toRealPath().resolve("server.log").toString())
        .hasMessageContaining("redis.addr");

    ProcessRecord mariaDb = ProcessRecord.read(dataDir.resolve("mariadb/server.pid")).orElseThrow();
    assertThat(mariaDb.isRunning()).isFalse();
    Files.delete(redis.resolve("appendonly.aof"));
    start(new CopyOnWriteArrayList<>()).close();
  }

  @Test
  void aKilledJvmTakesItsServersWithItAndLosesNoCommit() throws Exception {
    try (ServicesInAnotherJvm other = new ServicesInAnotherJvm(dataDir)) {
      assertThatThrownBy(() -> start(new CopyOnWriteArrayList<>()))
          .hasMessageContaining("in use by process " + other.pid());
      List<ProcessHandle> servers = other.servers();

      other.kill();

      for (ProcessHandle server : servers) {
        server.onExit().get(30, TimeUnit.SECONDS);
      }
    }
    try (EmbeddedServices services = start(new CopyOnWriteArrayList<>())) {
      assertThat(Sql.query(services.mariaDb(), "SELECT COUNT(*) FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void aJvmThatExitsWithoutClosingTakesItsServersWithIt() throws Exception {
    try (ServicesInAnotherJvm other = new ServicesInAnotherJvm(dataDir)) {
      List<ProcessHandle> servers = other.servers();

      other.exit();

      for (ProcessHandle server : servers) {
        server.onExit().get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void serversThatOutlivedTheirJvmAreStoppedByTheNextStart() throws Exception {
    List<ProcessHandle> orphans;
    try (ServicesInAnotherJvm other = new ServicesInAnotherJvm(dataDir)) {
      orphans = other.servers();
      // Without their watchers, nobody tells them that the JVM is gone.
      orphans.stream().flatMap(ProcessHandle::children).forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(orphans).allMatch(ProcessHandle::isAlive);

    List<String> progress = new CopyOnWriteArrayList<>();
    try (EmbeddedServices services = start(progress)) {
      assertThat(Sql.query(services.mariaDb(), "SELECT COUNT(*) FROM kept")).isEqualTo("1");
    }

    for (ProcessHandle orphan : orphans) {
      orphan.onExit().get(30, TimeUnit.SECONDS);
      assertThat(progress)
          .anyMatch(line -> line.contains("process " + orphan.pid() + ", left behind"));
    }
  }

  private EmbeddedServices start(List<String> progress) {
    return EmbeddedServices.start(dataDir, MariaDbOptions.FOR_TESTS, progress::add);
  }
}

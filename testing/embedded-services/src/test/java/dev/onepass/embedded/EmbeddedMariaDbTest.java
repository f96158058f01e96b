// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbTest {

  @TempDir Path dataDir;

  @Test
  void whatWasCommittedSurvivesAKillAndACleanStop() throws Exception {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(dataDir)) {
      Sql.execute(
          database,
          "CREATE TABLE kept (id INT PRIMARY KEY, note TEXT)",
          "INSERT INTO kept VALUES (1, '余额')");
      int port = database.port();
      long killed = database.pid();

      database.kill();
      assertThat(ProcessHandle.of(killed)).isEmpty();
      assertThatThrownBy(() -> Sql.query(database, "SELECT 1")).isInstanceOf(SQLException.class);
      database.restart();

      assertThat(database.port()).isEqualTo(port);
      assertThat(database.pid()).isNotEqualTo(killed);
      assertThat(Sql.query(database, "SELECT note FROM kept")).isEqualTo("余额");
      Sql.execute(database, "INSERT INTO kept VALUES (2, 'after the kill')");
    }
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(dataDir)) {
      assertThat(Sql.query(database, "SELECT COUNT(*) FROM kept")).isEqualTo("2");
    }
  }

  @Test
  void itIsDurableLocalAndLeftAtItsDefaultsOtherwise() throws Exception {
    MariaDbOptions options = new MariaDbOptions(64, Durability.FULL);
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(dataDir, options, message -> {})) {
      assertThat(variable(database, "innodb_flush_log_at_trx_commit")).isEqualTo("1");
      assertThat(variable(database, "innodb_doublewrite")).isIn("1", "ON");
      assertThat(variable(database, "innodb_buffer_pool_size")).isEqualTo("67108864");
      assertThat(variable(database, "log_bin")).isEqualTo("0");
      assertThat(variable(database, "bind_address")).isEqualTo("127.0.0.1");
      assertThat(variable(database, "skip_name_resolve")).isEqualTo("1");
      assertThat(variable(database, "performance_schema")).isEqualTo("0");
      assertThat(variable(database, "character_set_server")).isEqualTo("utf8mb4");
      assertThat(variable(database, "tx_isolation")).isEqualTo("REPEATABLE-READ");
      assertThat(variable(database, "version")).startsWith("11.4.");
    }
  }

  @Test
  void itsOneAccountWantsThePasswordThatOnlyTheOwnerCanRead() throws Exception {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(dataDir)) {
      String url = database.jdbcUrl("ledger");
      assertThatThrownBy(() -> DriverManager.getConnection(url, database.user(), ""))
          .hasMessageContaining("Access denied");
      assertThatThrownBy(() -> DriverManager.getConnection(url, "root", ""))
          .hasMessageContaining("Access denied");
      assertThat(
              Sql.query(
                  database,
                  "SELECT GROUP_CONCAT(user, '@', host) FROM mysql.user WHERE user <> 'mariadb.sys'"))
          .isEqualTo("onepass@127.0.0.1");
      for (String secret : List.of("password", "accounts.sql")) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(dataDir.resolve(secret))))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void aTemporaryOneLeavesNeitherProcessNorFiles() throws Exception {
    EmbeddedMariaDb database = EmbeddedMariaDb.temporary();
    Path directory = Path.of(Sql.query(database, "SELECT @@datadir")).getParent();
    assertThat(directory).isDirectory();

    database.close();
    database.close();

    assertThat(ProcessHandle.of(database.pid())).isEmpty();
    assertThat(directory).doesNotExist();
    assertThatThrownBy(database::restart).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFileThatMayNotGrowIsAnErrorAndNoDeath() throws Exception {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.temporary()) {
      // What it has already, the redo log is the largest of it, must stay writable.
      long bytes = Long.parseLong(variable(database, "innodb_log_file_size"));
      Process limiting =
          new ProcessBuilder("prlimit", "--pid=" + database.pid(), "--fsize=" + bytes).start();
      assertThat(limiting.waitFor()).isZero();

      String tooLarge =
          "SELECT REPEAT('x', 1000000) FROM seq_1_to_%d INTO OUTFILE 'large'"
              .formatted(bytes / 1_000_000 + 1);
      assertThatThrownBy(() -> Sql.execute(database, tooLarge)).isInstanceOf(SQLException.class);

      assertThat(Sql.query(database, "SELECT 'alive'")).isEqualTo("alive");
    }
  }

  @Test
  void aPortSomebodyElseHasIsToldApartFromAFailure() throws Exception {
    Path distribution = MariaDbDistribution.locate(ProgramCache.ofUser(), message -> {});
    MariaDbProgram program = new MariaDbProgram(distribution, MariaDbOptions.FOR_TESTS);
    try (ServerSocket taken =
            new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        ServerDirectory directory = ServerDirectory.open(dataDir)) {
      assertThat(ServerProcess.start(program, directory, taken.getLocalPort())).isEmpty();
    }
  }

  @Test
  void progressTellsWhatIsDone() {
    List<String> progress = new ArrayList<>();
    EmbeddedMariaDb.start(dataDir, MariaDbOptions.FOR_TESTS, progress::add).close();
    assertThat(progress)
        .anyMatch(line -> line.startsWith("Starting MariaDB in " + dataDir))
        .last()
        .asString()
        .startsWith("MariaDB is ready on 127.0.0.1:");
  }

  @Test
  void aDatabaseNameCannotSmuggleOptionsIntoTheUrl() {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.temporary()) {
      assertThatThrownBy(() -> database.jdbcUrl("x?allowLoadLocalInfile=true"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("x?allow");
    }
  }

  private static String variable(EmbeddedMariaDb database, String name) throws SQLException {
    return Sql.query(database, "SELECT @@" + name);
  }
}

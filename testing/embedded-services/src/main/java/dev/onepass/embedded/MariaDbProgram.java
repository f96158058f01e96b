// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How MariaDB is run: which settings, and why. */
record MariaDbProgram(Path distribution, MariaDbOptions options) implements ServerProgram {

  static final String NAME = "MariaDB";
  static final String SETTING = "mysql.dsn";
  static final String USER = "onepass";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String setting() {
    return SETTING;
  }

  @Override
  public String readyMark() {
    return "ready for connections.";
  }

  @Override
  public List<String> prepare(ServerDirectory directory, int port) throws IOException {
    createTables(directory);
    Path accounts = directory.resolve("accounts.sql");
    FileTrees.writePrivate(accounts, accounts(directory.password()));
    List<String> command = new ArrayList<>(common(distribution, directory.resolve("tables")));
    command.addAll(
        List.of(
            "--bind-address=" + EmbeddedServer.HOST,
            "--port=" + port,
            // Relative to the tables: an absolute path could exceed the 107 bytes a socket's name
            // may have.
            "--socket=mariadb.sock",
            "--pid-file=mariadb.pid",
            "--init-file=" + accounts,
            "--skip-name-resolve",
            "--skip-ssl", // nothing leaves this machine
            "--local-infile=OFF",
            "--performance-schema=OFF",
            "--character-set-server=utf8mb4",
            // Without a binary log there is nothing that sync_binlog could keep in step.
            "--skip-log-bin",
            "--innodb-buffer-pool-size=" + options.bufferPoolMebibytes() + "M",
            "--innodb-flush-log-at-trx-commit=" + options.durability().flushLogAtCommit()));
    return command;
  }

  /** What the first creation of the tables and every later run have in common. */
  static List<String> common(Path distribution, Path tables) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("bin/mariadbd").toString());
    command.add(
        "--no-defaults"); // must come first; a my.cnf of the machine is none of our business
    command.add("--basedir=" + distribution);
    command.add("--lc-messages-dir=" + distribution.resolve("share"));
    command.add("--datadir=" + tables);
    if (Platform.runsAsRoot()) {
      command.add("--user=root"); // it refuses to run as root unless told to
    }
    return command;
  }

  /** Copies the empty tables to where they are kept, if there are none yet. */
  private void createTables(ServerDirectory directory) throws IOException {
    Path tables = directory.resolve("tables");
    if (Files.isDirectory(tables)) {
      return;
    }
    Path partial = directory.resolve("tables.partial");
    FileTrees.delete(partial);
    FileTrees.copy(distribution.resolve("tables"), partial);
    if (options.durability() == Durability.FULL) {
      FileTrees.force(partial);
    }
    FileTrees.publish(partial, tables);
  }

  /**
   * Run at each start, so that the account fits the password file even if that was replaced. One
   * line each.
   */
  private static String accounts(String password) {
    return """
        CREATE USER IF NOT EXISTS '%1$s'@'%2$s';
        ALTER USER '%1$s'@'%2$s' IDENTIFIED BY '%3$s';
        GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'%2$s' WITH GRANT OPTION;
        """
        .formatted(USER, EmbeddedServer.HOST, password);
  }
}

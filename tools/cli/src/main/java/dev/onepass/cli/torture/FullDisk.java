// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database whose tables cannot grow, as if its disk were full, without a disk of its own: the
 * system lets none of its files become larger than the one that holds all tables (RLIMIT_FSIZE,
 * which any user may set for its own processes), and a table of ballast takes what is free in that
 * one. MariaDB then refuses inserts as it does on a full disk, with error 1114.
 */
final class FullDisk {

  private static final int TABLE_IS_FULL = 1114;
  private static final int ROWS_AT_ONCE = 500;
  private static final int GROWING_INSERTS_MAX = 100;

  private final Statement statement;
  private final long pid;

  private FullDisk(Statement statement, long pid) {
    this.statement = statement;
    this.pid = pid;
  }

  /** Has tables that are made from now on share one file, until the database starts again. */
  static void shareOneFile(Statement statement) throws SQLException {
    statement.execute("SET GLOBAL innodb_file_per_table = OFF");
  }

  /** Fills the disk of a database, from a connection that is kept for {@link #makeRoom}. */
  static FullDisk fill(Statement statement, long pid) throws SQLException {
    FullDisk disk = new FullDisk(statement, pid);
    disk.addBallast();
    return disk;
  }

  private void addBallast() throws SQLException {
    shareOneFile(statement);
    // A database that died of the last time has kept it.
    statement.execute("DROP TABLE IF EXISTS ballast");
    // Rows and not BLOBs: one that finds no room kills MariaDB 11.4, and this is another fault.
    statement.execute("CREATE TABLE ballast (filling VARCHAR(7000) NOT NULL) CHARSET latin1");
    Path tables = Path.of(text("SELECT @@datadir"), "ibdata1");
    long redoLog = Long.parseLong(text("SELECT @@innodb_log_file_size"));
    // What is written in place must stay below the limit, the redo log is the largest of it.
    for (int i = 0; size(tables) <= redoLog; i++) {
      if (i == GROWING_INSERTS_MAX) {
        throw new CommandFailure(tables + " does not grow");
      }
      insert(ROWS_AT_ONCE);
    }
    limitFiles(size(tables) + ":");
    for (int rows = ROWS_AT_ONCE; rows > 0; rows /= 4) {
      insertUntilFull(rows);
    }
  }

  /**
   * Takes away the ballast and the limit.
   *
   * @throws SQLException also if the database has ended, and the limit with it
   */
  void makeRoom() throws SQLException {
    try {
      statement.execute("DROP TABLE ballast");
    } finally {
      liftLimit();
    }
  }

  private void liftLimit() {
    try {
      limitFiles("unlimited:");
    } catch (CommandFailure e) {
      if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
        throw e;
      }
    }
  }

  private void insertUntilFull(int rows) throws SQLException {
    try {
      while (true) {
        insert(rows);
      }
    } catch (SQLException e) {
      if (e.getErrorCode() != TABLE_IS_FULL) {
        throw e;
      }
    }
  }

  private void insert(int rows) throws SQLException {
    statement.execute(
        "INSERT INTO ballast SELECT REPEAT('x', 7000) FROM seq_1_to_%d".formatted(rows));
  }

  private String text(String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new CommandFailure("the database's tables are not in " + file, e);
    }
  }

  /** The limit that a process may lift again by itself is the one before the colon. */
  private void limitFiles(String bytes) {
    SystemTool.run("prlimit", "--pid=" + pid, "--fsize=" + bytes);
  }
}

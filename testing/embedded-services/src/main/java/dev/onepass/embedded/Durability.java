// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

/** What an acknowledged commit of the embedded MariaDB survives. */
public enum Durability {

  /**
   * Everything up to a power cut: the log is forced to the disk at each commit. For anything that
   * is kept.
   */
  FULL(1),

  /**
   * A kill of the database or of this JVM, but not a power cut: the log is handed to the operating
   * system at each commit, and forced about once a second. For tests, where it saves a disk flush
   * per commit.
   */
  RELAXED(2);

  private final int flushLogAtCommit;

  Durability(int flushLogAtCommit) {
    this.flushLogAtCommit = flushLogAtCommit;
  }

  int flushLogAtCommit() {
    return flushLogAtCommit;
  }
}

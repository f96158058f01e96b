// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static java.util.Objects.requireNonNull;

/**
 * The options of an embedded MariaDB. Immutable.
 *
 * @param bufferPoolMebibytes memory for cached pages, in MiB, at least 16
 * @param durability what an acknowledged commit survives
 */
public record MariaDbOptions(int bufferPoolMebibytes, Durability durability) {

  /** 256 MiB, and every commit on the disk. */
  public static final MariaDbOptions DEFAULT = new MariaDbOptions(256, Durability.FULL);

  /** 128 MiB, and no disk flush per commit. */
  public static final MariaDbOptions FOR_TESTS = new MariaDbOptions(128, Durability.RELAXED);

  private static final int BUFFER_POOL_MEBIBYTES_MIN = 16;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the buffer pool is smaller than 16 MiB
   */
  public MariaDbOptions {
    requireNonNull(durability, "durability");
    if (bufferPoolMebibytes < BUFFER_POOL_MEBIBYTES_MIN) {
      throw new IllegalArgumentException(
          "bufferPoolMebibytes is "
              + bufferPoolMebibytes
              + "; give at least "
              + BUFFER_POOL_MEBIBYTES_MIN);
    }
  }
}

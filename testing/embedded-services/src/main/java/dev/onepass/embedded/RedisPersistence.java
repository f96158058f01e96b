// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

/**
 * The ways in which the embedded Redis keeps its data.
 *
 * <p>A directory should stay with one of them: {@link #APPEND_ONLY} does not read what {@link
 * #SNAPSHOTS} wrote, and starts empty.
 */
public enum RedisPersistence {

  /**
   * Each write goes to a log, forced to the disk once a second: a kill loses nothing, a power cut
   * one second.
   */
  APPEND_ONLY("appendonly yes\nappendfsync everysec\nsave \"\"\n"),

  /**
   * A snapshot now and then, and at a clean stop: a kill loses what was written since the last one.
   */
  SNAPSHOTS("appendonly no\nsave 3600 1\nsave 300 100\nsave 60 10000\n");

  private final String configuration;

  RedisPersistence(String configuration) {
    this.configuration = configuration;
  }

  String configuration() {
    return configuration;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

/**
 * A trade that somebody wants made once.
 *
 * @param key names it in every request for it
 */
record Intent(String key, long source, long target, long cents) {

  /** What its caller was told in the end. */
  enum Fate {
    POSTED,
    REFUSED
  }
}

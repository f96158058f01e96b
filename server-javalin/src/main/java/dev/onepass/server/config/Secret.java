// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

/**
 * A setting that must not be seen in a log or a dump: its text is only had by asking for it.
 *
 * @param value the secret; empty if there is none
 */
public record Secret(String value) {

  @Override
  public String toString() {
    return value.isEmpty() ? "(none)" : "***";
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.time.Duration;
import java.util.List;

/**
 * The findings of a look at a database before it is used. Immutable.
 *
 * @param product name and version of the server; empty if nobody was let in
 * @param clockAhead how much the server's clock is ahead of this machine's, negative if behind
 * @param faults what keeps One-Pass from using it, each with what to do
 * @param warnings what an operator should know
 */
public record DatabaseReport(
    String product, Duration clockAhead, List<String> faults, List<String> warnings) {

  public DatabaseReport {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }
}

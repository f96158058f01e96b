// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * The outcome of the faults in a cluster.
 *
 * @param seed what trades and moments were drawn from
 * @param faults for each kind, how often, and how long until all servers that could traded again
 * @param unready how long until a server that heard no more of the database said that it is not
 *     ready
 * @param largest the batch that ran from the first fault on
 * @param trades that were brought to an end
 * @param requests sent for them, repetitions included
 * @param batches swept
 * @param accounts in these batches
 * @param complaints what was wrong in the books
 */
public record ClusterReport(
    @JsonProperty long seed,
    @JsonProperty Map<ClusterFault, TortureReport.Recovery> faults,
    @JsonProperty TortureReport.Recovery unready,
    @JsonProperty Largest largest,
    @JsonProperty long trades,
    @JsonProperty long requests,
    @JsonProperty int batches,
    @JsonProperty int accounts,
    @JsonProperty List<String> complaints) {

  /**
   * How one batch went.
   *
   * @param accounts in it
   * @param swept what was credited, with two decimals
   * @param calls payment calls made, repetitions included
   * @param millis from its acceptance to its end
   */
  public record Largest(
      @JsonProperty long accounts,
      @JsonProperty String swept,
      @JsonProperty long calls,
      @JsonProperty long millis) {}
}

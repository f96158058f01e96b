// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a torture.
 *
 * @param seed what it was drawn from
 * @param faults for each kind, how often and how the servers came back
 * @param trades that were brought to an end
 * @param requests sent for them, repetitions included
 * @param batches swept, each of 20 accounts
 * @param audits how often all books were compared
 * @param complaints what was wrong in them
 */
public record TortureReport(
    @JsonProperty long seed,
    @JsonProperty Map<Fault, Recovery> faults,
    @JsonProperty long trades,
    @JsonProperty long requests,
    @JsonProperty int batches,
    @JsonProperty int audits,
    @JsonProperty List<String> complaints) {

  /**
   * How long the servers took to trade again once all they need was back.
   *
   * @param rounds how often the fault struck
   * @param medianMillis half of the times it took no longer
   * @param worstMillis it never took longer
   */
  public record Recovery(
      @JsonProperty int rounds, @JsonProperty long medianMillis, @JsonProperty long worstMillis) {

    static Recovery of(List<Long> millis) {
      List<Long> sorted = millis.stream().sorted().toList();
      return new Recovery(
          sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
  }
}

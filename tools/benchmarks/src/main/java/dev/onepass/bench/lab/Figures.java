// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The figures of a load. Immutable.
 *
 * @param perSecond answers a second
 * @param medianMicros the time from question to answer that half of them were within
 * @param p99Micros the time that all but one in a hundred were within
 */
public record Figures(
    @JsonProperty double perSecond,
    @JsonProperty double medianMicros,
    @JsonProperty double p99Micros) {

  static Figures of(Histogram nanos, long elapsedNanos) {
    return new Figures(
        nanos.getTotalCount() * 1e9 / elapsedNanos,
        nanos.getValueAtPercentile(50) / 1e3,
        nanos.getValueAtPercentile(99) / 1e3);
  }

  /** Each figure's median over several rounds. */
  public static Figures median(List<Figures> rounds) {
    return new Figures(
        Median.of(rounds.stream().mapToDouble(Figures::perSecond)),
        Median.of(rounds.stream().mapToDouble(Figures::medianMicros)),
        Median.of(rounds.stream().mapToDouble(Figures::p99Micros)));
  }
}

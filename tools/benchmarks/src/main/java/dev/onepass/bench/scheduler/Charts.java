// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.bench.lab.LineChart;
import dev.onepass.domain.limit.AdaptiveLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Draws how ours finds a server's capacity: a picture for each server, of the limit, of the good
 * answers, and of what there was to be had.
 */
final class Charts {

  private static final long EVERY_NANOS = 100_000_000;

  private Charts() {}

  /** Draws each server at the middle capacity, with the first batch. */
  static void draw(Scenarios scenarios, long seed, Path directory) throws IOException {
    List<Integer> capacities = scenarios.capacities();
    int capacity = capacities.get(capacities.size() / 2);
    for (ServerModel model : scenarios.servers()) {
      Cell cell = new Cell(model, capacity, scenarios.workloads().get(0), seed);
      chart(cell).save(directory.resolve(model.name() + ".png"));
    }
  }

  private static LineChart chart(Cell cell) {
    Traced ours = new Traced(new AdaptiveLimit(CellResult.FREE), EVERY_NANOS);
    cell.play(ours);
    List<Traced.Sample> samples = ours.samples();
    List<Double> seconds = samples.stream().map(sample -> sample.atNanos() / 1e9).toList();
    return new LineChart(cell.toString(), "seconds", "calls")
        .line("limit", seconds, samples.stream().map(Traced.Sample::limit).toList())
        .line("workers", seconds, samples.stream().map(s -> cell.workersAt(s.atNanos())).toList())
        .line(
            "kept busy by good answers",
            seconds,
            samples.stream().map(s -> s.goodPerNano() * cell.workNanosAt(s.atNanos())).toList());
  }
}

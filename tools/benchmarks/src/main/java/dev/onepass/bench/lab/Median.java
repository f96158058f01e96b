// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.util.stream.DoubleStream;

/** The figure that as many are below as above. */
public final class Median {

  private Median() {}

  /** Of some; of an even number it is the mean of the two in the middle. */
  public static double of(DoubleStream figures) {
    double[] sorted = figures.sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}

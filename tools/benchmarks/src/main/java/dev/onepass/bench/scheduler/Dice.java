// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The laboratory's random numbers: SplitMix64, and log-normal factors from a table of quantiles.
 */
final class Dice {

  private static final int QUANTILES = 1 << 14;
  private static final double[] NORMAL = normalQuantiles();
  private static final Map<Double, double[]> FACTORS = new ConcurrentHashMap<>();

  private final double[] factors;
  private long state;

  /**
   * @param sigma spread of {@link #factor}, whose mean is 1
   */
  Dice(long seed, double sigma) {
    state = seed;
    factors = FACTORS.computeIfAbsent(sigma, Dice::factors);
  }

  private static double[] factors(double sigma) {
    double[] table = new double[QUANTILES];
    double sum = 0;
    for (int i = 0; i < QUANTILES; i++) {
      table[i] = Math.exp(sigma * NORMAL[i]);
      sum += table[i];
    }
    for (int i = 0; i < QUANTILES; i++) {
      table[i] *= QUANTILES / sum;
    }
    return table;
  }

  /** Mixes numbers into a seed. */
  static long seed(long... parts) {
    long mixed = 0x9E3779B97F4A7C15L;
    for (long part : parts) {
      mixed = mix(mixed ^ mix(part + 0x632BE59BD9B4E019L));
    }
    return mixed;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    return mix(state);
  }

  /** From 0 to below 1. */
  double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  double factor() {
    return factors[(int) (next() & (QUANTILES - 1))];
  }

  /**
   * Standard normal at the middle of each of the equally likely classes, by summing its density.
   */
  private static double[] normalQuantiles() {
    double[] table = new double[QUANTILES];
    double step = 1e-4;
    double x = -6;
    double below = 0;
    for (int i = 0; i < QUANTILES; i++) {
      double wanted = (i + 0.5) / QUANTILES;
      while (below < wanted) {
        below += step * Math.exp(-(x + step / 2) * (x + step / 2) / 2) / Math.sqrt(2 * Math.PI);
        x += step;
      }
      table[i] = x;
    }
    return table;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * Learns what a call costs when nothing waits: its mean time, and how often it fails all the same.
 * The mean, not the least: service times scatter, and a limit drawn from the shortest would starve
 * the service.
 */
final class Baseline {

  private static final double MOST_WEIGHT = 400;
  private static final double PROBED_WEIGHT = 60;
  private static final double LOADED = 1.3;
  static final int LEAST_ANSWERS = 10;

  private double nanos;
  private double failures;

  /** Answers that the figures rest on. */
  private double weight;

  boolean isKnown() {
    return nanos > 0;
  }

  double nanos() {
    return nanos;
  }

  double failures() {
    return failures;
  }

  void setFailures(double rate) {
    failures = rate;
  }

  /** Failures that have nothing to do with the load cannot be more than all there were. */
  void atMost(Window window) {
    double most = window.bad() + 2 * Math.sqrt(window.bad() + 1);
    failures = Math.min(failures, most / window.size());
  }

  /** Above 1: how much more than the base a time may be before it is thought to be. */
  double doubt() {
    return 1 + 1 / Math.sqrt(weight);
  }

  /** Takes in a window that knew no load. */
  void pool(Window window) {
    pool(window.area(), window.answers(), window.failed());
  }

  private void pool(double area, double answers, int failed) {
    double before = Math.min(weight, MOST_WEIGHT);
    weight = before + answers;
    nanos = (nanos * before + area) / weight;
    failures = (failures * before + failed) / weight;
  }

  /**
   * Takes in a probe's window, by the calls since it was opened.
   *
   * @return whether calls took as long as before: then they were not in each other's way, and it is
   *     the service itself that has become slower
   */
  boolean compare(Reading r, double nanosBefore, Window window) {
    double measured = r.stretch() * nanos;
    boolean telling = window.fresh() >= LEAST_ANSWERS && r.stretch() > 1.1;
    if (telling && measured > 0.85 * nanosBefore && measured < 1.18 * nanosBefore) {
      nanos = Math.min(measured, 1.5 * nanos);
      weight = Math.min(weight, window.fresh());
      return true;
    }
    if (r.anyTime() < LOADED * doubt() * nanos) {
      weight = Math.min(weight, PROBED_WEIGHT);
      pool(r.area(), r.area() / r.anyTime(), window.freshFailed());
    }
    return false;
  }
}

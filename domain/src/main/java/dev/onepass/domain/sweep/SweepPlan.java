// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The amounts that an account is asked for, largest first. Fixed before the account's first call
 * and independent of every answer, so that a sweep which died anywhere can ask for the same again.
 *
 * <p>A plan is safe for any balance: a repeated amount is asked for until it is insufficient, which
 * proves that less than it remains; a single amount at least halves what is proven; the last proves
 * that nothing is left. Immutable.
 *
 * @param stages the amounts in order
 */
record SweepPlan(List<Stage> stages) {

  /**
   * One amount of the plan.
   *
   * @param cents how much to ask for
   * @param repeated until it is insufficient, or once
   */
  record Stage(long cents, boolean repeated) {

    @Override
    public String toString() {
      return repeated ? cents + "*" : Long.toString(cents);
    }
  }

  /**
   * @throws IllegalArgumentException if some balance would not be swept to nothing
   */
  SweepPlan {
    stages = List.copyOf(stages);
    long bound = Long.MAX_VALUE;
    for (Stage stage : stages) {
      if (stage.cents < 1 || stage.cents >= bound) {
        throw new IllegalArgumentException("amounts must fall, but " + stage + " does not");
      }
      if (!stage.repeated && stage.cents < bound - stage.cents) {
        throw new IllegalArgumentException("more than " + stage + " may remain after it");
      }
      bound = stage.cents;
    }
    if (bound != 1) {
      throw new IllegalArgumentException("the last amount must be one cent");
    }
  }

  /**
   * The plan for a balance of which nothing is known: the largest amount until it is insufficient,
   * then each power of two below it once. No plan needs fewer calls for the remainder, if every
   * remainder is as likely as any other.
   *
   * @param maxCents the largest amount that the third party accepts
   */
  static SweepPlan binary(long maxCents) {
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage(maxCents, true));
    for (long power = Long.highestOneBit(Math.max(1, maxCents - 1)); power > 0; power >>= 1) {
      if (power < maxCents) {
        stages.add(new Stage(power, false));
      }
    }
    return new SweepPlan(stages);
  }

  /** Reads what {@link #toString} wrote. */
  static SweepPlan parse(String text) {
    return new SweepPlan(
        Arrays.stream(text.split(","))
            .map(
                part ->
                    part.endsWith("*")
                        ? new Stage(Long.parseLong(part.substring(0, part.length() - 1)), true)
                        : new Stage(Long.parseLong(part), false))
            .toList());
  }

  /** The amounts, those that are repeated with a star: {@code 1000000*,524288,262144,...,1}. */
  @Override
  public String toString() {
    return stages.stream().map(Stage::toString).collect(Collectors.joining(","));
  }
}

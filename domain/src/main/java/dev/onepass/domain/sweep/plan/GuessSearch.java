// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the plan that would have swept a sample of balances with the fewest calls, within the
 * family of {@link Guess}: changes one thing at a time for as long as that helps.
 *
 * <p>The next balance may be unlike the sample, the more so the smaller that is. So two balances of
 * every size are added to it, as a Bayesian would: with eight in the sample a plan that gambles on
 * them has to be much better, with a hundred a little. Pure, and too slow for a thread that others
 * wait for: some milliseconds.
 */
public final class GuessSearch {

  private static final int HEADS_MAX = 2;
  private static final double STRANGERS = 2;
  private static final double WORTH_IT = 0.02;

  private final long maxCents;
  private final long[] sample;
  private final long[] strangers;
  private final long lowest;
  private final long highest;
  private final long margin;
  private final long unit;
  private final int rungsMax;

  /**
   * @param sample balances in cents; at least one
   */
  public GuessSearch(long[] sample, long maxCents) {
    this.maxCents = maxCents;
    this.sample = sample.clone();
    Arrays.sort(this.sample);
    lowest = this.sample[0];
    highest = this.sample[sample.length - 1];
    // The expected gap between the extremes of a sample and those of an even distribution.
    margin = (highest - lowest) / sample.length + 1;
    unit = Math.max(1, Arrays.stream(sample).reduce(0, GuessSearch::greatestCommonDivisor));
    rungsMax = 64 - Long.numberOfLeadingZeros(Math.max(1, maxCents - 1));
    strangers = new long[rungsMax + 4];
    for (int i = 0; i < strangers.length; i++) {
      strangers[i] = (3L << i) / 2;
    }
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  public SweepPlan best() {
    Guess best = climb(Guess.NONE);
    if (lowest > margin && lowest - margin <= maxCents) {
      // With a common part and a ladder made for all of it, neither is worth it without the other.
      Guess narrowed = climb(Guess.NONE.withHeads(List.of(lowest - margin)));
      best = cost(narrowed) < cost(best) ? narrowed : best;
    }
    return best.plan(maxCents);
  }

  private Guess climb(Guess start) {
    Guess best = start;
    double least = Double.MAX_VALUE;
    for (double reached = cost(best); reached < least - WORTH_IT; ) {
      least = reached;
      for (Guess candidate : neighbours(best)) {
        double cost = cost(candidate);
        if (cost < reached) {
          reached = cost;
          best = candidate;
        }
      }
    }
    return best;
  }

  private double cost(Guess guess) {
    SweepPlan plan = guess.plan(maxCents);
    double known = Arrays.stream(sample).map(plan::calls).sum();
    double strange = Arrays.stream(strangers).map(plan::calls).average().orElse(0);
    return (known + STRANGERS * strange) / (sample.length + STRANGERS);
  }

  private List<Guess> neighbours(Guess guess) {
    List<Guess> all = new ArrayList<>();
    all.add(guess.withBulkFirst(!guess.bulkFirst()));
    for (int rungs = 0; rungs <= rungsMax; rungs++) {
      ladder(guess, rungs, 1, all);
      if (unit > 1) {
        ladder(guess, rungs, unit, all);
      }
    }
    for (int i = 0; i < guess.heads().size(); i++) {
      List<Long> fewer = new ArrayList<>(guess.heads());
      fewer.remove(i);
      all.add(guess.withHeads(fewer));
    }
    if (guess.heads().size() < HEADS_MAX) {
      headed(guess, all);
    }
    return all;
  }

  private void headed(Guess guess, List<Guess> all) {
    for (long head : heads(guess)) {
      for (int i = 0; i <= guess.heads().size(); i++) {
        List<Long> more = new ArrayList<>(guess.heads());
        more.add(i, head);
        all.add(guess.withHeads(more));
      }
    }
  }

  private void ladder(Guess guess, int rungs, long lowestRung, List<Guess> all) {
    if (lowestRung <= maxCents >> Math.max(0, rungs - 1)) {
      all.add(guess.withLadder(rungs, lowestRung));
    }
  }

  private Iterable<Long> heads(Guess guess) {
    TreeSet<Long> heads = new TreeSet<>();
    for (long cents = 1; cents <= maxCents; cents *= 2) {
      heads.add(cents);
    }
    heads.add(lowest);
    heads.add(lowest - margin);
    // What is above the ladder's reach.
    heads.add(highest + margin - 2 * guess.top());
    heads.add(highest + margin);
    return heads.subSet(1L, true, maxCents, true);
  }
}

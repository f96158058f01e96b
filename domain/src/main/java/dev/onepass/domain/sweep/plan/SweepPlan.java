// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The amounts that an account is asked for, one after the other. Fixed before the account's first
 * call and independent of every answer, so that a sweep which died anywhere can ask for the same
 * again. An answer only rules amounts out: what is proven not to be there is not asked for.
 *
 * <p>A plan has two parts. The last unlimited amount and all behind it are the <em>safe</em> part:
 * it empties any balance. The unlimited amount is asked for until it is insufficient, which proves
 * that less than it remains; of each amount {@code a} behind it, asked for {@code t} times at most,
 * the bound before it is at most {@code (t + 1) * a}, so that less than {@code a} remains after it;
 * the last is one cent, after which nothing remains.
 *
 * <p>What is before the safe part is a <em>guess</em>, of any amounts in any order: it is made for
 * the balances that are to be expected, and may well leave money or prove nothing. As the bound
 * only ever states what an answer proved, a guess that was right has ruled the safe part out when
 * it ends, and one that was wrong has cost some calls. Immutable.
 *
 * @param stages the amounts in order
 */
public record SweepPlan(List<Stage> stages) {

  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final long UNKNOWN = Long.MAX_VALUE;

  /**
   * One amount of the plan.
   *
   * @param cents how much to ask for
   * @param times how often at most
   */
  public record Stage(long cents, int times) {

    public static Stage once(long cents) {
      return new Stage(cents, 1);
    }

    /** Asked for until it is insufficient. */
    public static Stage repeated(long cents) {
      return new Stage(cents, UNLIMITED);
    }

    boolean isRepeated() {
      return times == UNLIMITED;
    }

    /** Whether less than this remains after it, if less than {@code bound} does before. */
    private boolean isSafeBelow(long bound) {
      return isRepeated() || bound / (times + 1) + (bound % (times + 1) == 0 ? 0 : 1) <= cents;
    }

    private static Stage parse(String text) {
      if (text.endsWith("*")) {
        return repeated(Long.parseLong(text.substring(0, text.length() - 1)));
      }
      int x = text.indexOf('x');
      return x < 0
          ? once(Long.parseLong(text))
          : new Stage(
              Long.parseLong(text.substring(0, x)), Integer.parseInt(text.substring(x + 1)));
    }

    @Override
    public String toString() {
      if (isRepeated()) {
        return cents + "*";
      }
      return times == 1 ? Long.toString(cents) : cents + "x" + times;
    }
  }

  /**
   * @throws IllegalArgumentException if some balance would not be swept to nothing
   */
  public SweepPlan {
    stages = List.copyOf(stages);
    long bound = UNKNOWN;
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      if (stage.cents < 1 || stage.times < 1) {
        throw new IllegalArgumentException(
            "an amount must be above zero, but " + stage + " is not");
      }
      if (i >= safePart(stages)) {
        requireSafe(stage, bound);
        bound = stage.cents;
      }
    }
    if (bound != 1) {
      throw new IllegalArgumentException("the last amount must be one cent");
    }
  }

  private static void requireSafe(Stage stage, long bound) {
    if (stage.cents >= bound) {
      throw new IllegalArgumentException("amounts must fall, but " + stage + " does not");
    }
    if (!stage.isSafeBelow(bound)) {
      throw new IllegalArgumentException("more than " + stage + " may remain after it");
    }
  }

  /** Where the safe part begins; 0 without an unlimited amount, which makes none. */
  private static int safePart(List<Stage> stages) {
    int last = stages.size() - 1;
    while (last > 0 && !stages.get(last).isRepeated()) {
      last--;
    }
    return last;
  }

  /**
   * The plan for a balance of which nothing is known: the largest amount until it is insufficient,
   * then each power of two below it once. No plan needs fewer calls for the remainder, if every
   * remainder is as likely as any other. The last cent may be asked for again: if the calls
   * overtook each other it may take that to prove that nothing is left.
   *
   * @param maxCents the largest amount that the third party accepts
   */
  public static SweepPlan binary(long maxCents) {
    List<Stage> stages = new ArrayList<>();
    stages.add(Stage.repeated(maxCents));
    if (maxCents > 1) {
      stages.addAll(halving(Long.highestOneBit(maxCents - 1), 1));
    }
    return new SweepPlan(stages);
  }

  /** From {@code top} down to {@code unit} by halves, then a cent that proves the end. */
  public static List<Stage> halving(long top, long unit) {
    List<Stage> stages = new ArrayList<>();
    for (long cents = top; cents >= unit && cents > 1; cents /= 2) {
      stages.add(Stage.once(cents));
    }
    stages.add(new Stage(1, 2));
    return stages;
  }

  /** This plan after a guess. */
  public SweepPlan after(List<Stage> guess) {
    List<Stage> all = new ArrayList<>(guess);
    all.addAll(stages);
    return new SweepPlan(all);
  }

  /** The end of the part that a stage is in: ids are reserved for one part at a time. */
  public int partEnd(int stage) {
    int safe = safePart(stages);
    return stage < safe ? safe : stages.size();
  }

  /** How many calls it takes to sweep this balance, one after the other. */
  public long calls(long balance) {
    long left = balance;
    long bound = UNKNOWN;
    long calls = 0;
    for (Stage stage : stages) {
      for (int n = 0; n < stage.times && bound > stage.cents; n++) {
        long paid = bound == UNKNOWN && stage.isRepeated() ? left / stage.cents : 0;
        if (paid > 0) {
          calls += paid;
          left -= paid * stage.cents;
        }
        calls++;
        if (left < stage.cents) {
          bound = stage.cents;
          break;
        }
        left -= stage.cents;
        bound = bound == UNKNOWN ? bound : bound - stage.cents;
      }
      if (bound == 1) {
        break;
      }
    }
    return calls;
  }

  /** Reads what {@link #toString} wrote. */
  public static SweepPlan parse(String text) {
    return new SweepPlan(Arrays.stream(text.split(",")).map(Stage::parse).toList());
  }

  /** The amounts, each with how often if not once: {@code 1000000*,524288,262144,...,2,1x2}. */
  @Override
  public String toString() {
    return stages.stream().map(Stage::toString).collect(Collectors.joining(","));
  }
}

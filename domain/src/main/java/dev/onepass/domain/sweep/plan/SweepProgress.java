// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import dev.onepass.ports.batch.BatchItem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The progress of an account's sweep, as it is stored: {@code pass|plan|answered/reserved,...},
 * such as {@code 0|1000000*,524288,...,1|12/16,0/1,...,0/1}, and behind that {@code |stragglers} if
 * there are any. Every id below {@code answered} has a definite answer, which is credited; ids from
 * there to {@code reserved} may have been used.
 *
 * @param pass how often the plan had been gone through before
 * @param plan the amounts
 * @param answered for each stage
 * @param reserved for each stage
 * @param stragglers of the ids that have their answer, those to ask for again
 */
public record SweepProgress(
    int pass,
    SweepPlan plan,
    List<Integer> answered,
    List<Integer> reserved,
    Stragglers stragglers) {

  /**
   * Before anything is asked or reserved. An account whose sweep had ended, and whose progress was
   * forgotten with that, begins with a pass that no earlier sweep came to: each pass takes a call
   * at least, and all are counted. Ids that were used are so never used for other amounts.
   *
   * @param calls how many were made for the account before
   * @throws IllegalArgumentException if that many calls leave no pass
   */
  public static SweepProgress start(SweepPlan plan, long calls) {
    if (calls >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(calls + " calls were made: no sweep can begin anew");
    }
    List<Integer> none = plan.stages().stream().map(stage -> 0).toList();
    return new SweepProgress(calls == 0 ? 0 : (int) calls + 1, plan, none, none, Stragglers.NONE);
  }

  /** Returns the amounts of the plan, each as far as it is. */
  public List<StageProgress> stages() {
    return IntStream.range(0, plan.stages().size())
        .mapToObj(i -> new StageProgress(plan.stages().get(i), answered.get(i), reserved.get(i)))
        .toList();
  }

  public SweepProgress with(Stragglers others) {
    return new SweepProgress(pass, plan, answered, reserved, others);
  }

  /**
   * Reads what {@link #toString} wrote. A later version of this notation begins with its number and
   * a colon, as {@code 2:...}; this one has none.
   *
   * @throws IllegalArgumentException if the text is of a later version, or of none, with the reason
   */
  public static SweepProgress parse(String text) {
    int colon = text.indexOf(':');
    if (colon >= 0) {
      throw new IllegalArgumentException(
          "it was written by a later version of One-Pass (notation "
              + text.substring(0, colon)
              + ")");
    }
    try {
      return read(text.split("\\|"));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("it is no progress: " + e, e);
    }
  }

  private static SweepProgress read(String[] parts) {
    SweepPlan plan = SweepPlan.parse(parts[1]);
    List<Integer> answered = new ArrayList<>();
    List<Integer> reserved = new ArrayList<>();
    for (String stage : parts[2].split(",")) {
      int slash = stage.indexOf('/');
      answered.add(Integer.valueOf(stage.substring(0, slash)));
      reserved.add(Integer.valueOf(stage.substring(slash + 1)));
    }
    if (answered.size() != plan.stages().size()) {
      throw new IllegalArgumentException(
          plan.stages().size() + " amounts, but the progress of " + answered.size());
    }
    Stragglers stragglers = parts.length == 3 ? Stragglers.NONE : Stragglers.parse(parts[3]);
    return new SweepProgress(Integer.parseInt(parts[0]), plan, answered, reserved, stragglers);
  }

  /**
   * Writes it as stores keep it: at most {@link BatchItem#PROGRESS_LENGTH_MAX} characters. If the
   * stragglers do not all fit, which takes a hundred of them that are not next to each other, the
   * last are left out: they stay refused.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(pass).append('|').append(plan).append('|');
    for (int i = 0; i < answered.size(); i++) {
      text.append(i == 0 ? "" : ",").append(answered.get(i)).append('/').append(reserved.get(i));
    }
    Stragglers fitting =
        stragglers.upTo(BatchItem.PROGRESS_LENGTH_MAX - text.length() - "|".length());
    return fitting.isEmpty() ? text.toString() : text.append('|').append(fitting).toString();
  }
}

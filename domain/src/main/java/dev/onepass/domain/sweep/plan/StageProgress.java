// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The progress of one stage of a plan: which of its ids may have been used, and which have their
 * answer.
 *
 * <p>{@code answered <= next <= reserved}, and ids below {@code inherited} may have been used under
 * an earlier claim. Not thread-safe.
 */
public final class StageProgress {

  private static final int STEP_FIRST = 8;
  private static final int STEP_MAX = 256;

  private final SweepPlan.Stage stage;
  private final int inherited;
  private int reserved;
  private int wanted;
  private int answered;
  private int next;

  /** Answers that wait for one of a smaller index: whether each settled. */
  private final NavigableMap<Integer, Boolean> ahead = new TreeMap<>();

  public StageProgress(SweepPlan.Stage stage, int answered, int reserved) {
    this.stage = stage;
    this.inherited = reserved;
    this.reserved = reserved;
    this.wanted = reserved;
    this.answered = answered;
    this.next = answered;
  }

  public long cents() {
    return stage.cents();
  }

  public boolean isRepeated() {
    return stage.isRepeated();
  }

  /** Whether ids are left that an earlier claim may have used: each must be asked again. */
  public boolean hasInherited() {
    return next < inherited;
  }

  public boolean isInherited(int index) {
    return index < inherited;
  }

  /** Whether another id of this stage is reserved. */
  public boolean hasNext() {
    return next < reserved;
  }

  /** Whether it was asked for as often as the plan says. */
  public boolean isUsedUp() {
    return next >= stage.times();
  }

  public int takeNext() {
    return next++;
  }

  /**
   * Records an answer; returns the cents that may be credited now that all before it have theirs.
   */
  public long answer(int index, boolean settled) {
    ahead.put(index, settled);
    long credited = 0;
    for (var first = ahead.firstEntry();
        first != null && first.getKey() == answered;
        first = ahead.firstEntry()) {
      ahead.pollFirstEntry();
      answered++;
      credited += first.getValue() ? stage.cents() : 0;
    }
    return credited;
  }

  /** Whether more ids should be reserved soon, lest calls have to wait for it. */
  public boolean runsLow() {
    return wanted == reserved
        && (isRepeated() ? reserved - next <= step() / 2 : reserved < stage.times());
  }

  /** Asks for more ids; they count from {@link #reserve} on. */
  public void want() {
    wanted = isRepeated() ? reserved + step() : stage.times();
  }

  /** What was wanted is durable. */
  public void reserve(int durable) {
    reserved = Math.max(reserved, durable);
    wanted = Math.max(wanted, reserved);
  }

  public int wanted() {
    return wanted;
  }

  public int answered() {
    return answered;
  }

  private int step() {
    return Math.min(STEP_MAX, Math.max(STEP_FIRST, reserved));
  }
}

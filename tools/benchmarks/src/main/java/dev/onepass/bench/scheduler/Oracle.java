// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.domain.model.LimitBounds;
import java.util.Arrays;

/**
 * The best that one limit, chosen in hindsight from a fine grid, can do; where the server changes
 * at known instants, the best two limits switched at them. Time alone counts, not calls.
 */
final class Oracle {

  private static final int ROUNDS = 2;

  /** A limit that needs that many times the calls is given up: its time is no better either. */
  private static final int WASTE = 3;

  private static final double STEP = 1.19;

  private final Cell cell;
  private final int[] grid;
  private final long from;
  private final long until;
  private long best;
  private int usual;
  private int between;

  private Oracle(Cell cell, LimitBounds bounds, long notAbove) {
    this.cell = cell;
    this.grid = grid(bounds, 4 * cell.capacity() + 60);
    this.best = notAbove;
    from = cell.model().fromNanos(cell.boundNanos());
    until = cell.model().untilNanos(cell.boundNanos());
  }

  /** Shortest makespan within the bounds, given one already known to be possible. */
  static long nanos(Cell cell, LimitBounds bounds, long notAbove) {
    Oracle oracle = new Oracle(cell, bounds, notAbove);
    oracle.searchFixed();
    if (cell.model().twoLevels()) {
      oracle.searchTwoLevels();
    }
    return oracle.best;
  }

  private static int[] grid(LimitBounds bounds, int most) {
    int[] values = new int[100];
    int n = 0;
    int top = Math.min(bounds.max(), Math.max(bounds.min(), most));
    for (double at = bounds.min(); at < top; at = Math.max(at + 1, at * STEP)) {
      values[n++] = (int) Math.round(at);
    }
    values[n++] = top;
    return Arrays.copyOf(values, n);
  }

  private void searchFixed() {
    // From about the knee outwards, so that hopeless limits are given up early.
    int knee = 0;
    while (knee < grid.length - 1 && grid[knee] < 1.3 * cell.capacity()) {
      knee++;
    }
    for (int i = 0; i < grid.length; i++) {
      int up = knee + i;
      int down = knee - i;
      if (up < grid.length) {
        attempt(grid[up], grid[up]);
      }
      if (i > 0 && down >= 0) {
        attempt(grid[down], grid[down]);
      }
    }
  }

  private void searchTwoLevels() {
    if (usual == 0) {
      usual = grid[grid.length - 1];
    }
    for (int round = 0; round < ROUNDS; round++) {
      long before = best;
      for (int i = 0; i < grid.length; i += 2) {
        attempt(usual, grid[i]);
      }
      for (int value : grid) {
        attempt(value, between);
      }
      if (best == before) {
        return;
      }
    }
  }

  private void attempt(int first, int second) {
    FixedLimit limit =
        first == second ? new FixedLimit(first) : new FixedLimit(first, second, from, until);
    long capCalls = usual == 0 ? Long.MAX_VALUE : WASTE * cell.fewestCalls();
    Outcome outcome = cell.play(limit, best, capCalls);
    if (outcome.finished() && outcome.nanos() < best) {
      best = outcome.nanos();
      usual = first;
      between = second;
    }
  }
}

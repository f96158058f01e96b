// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.domain.model.LimitBounds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every contestant in one cell, beside the oracle.
 *
 * @param free by contestant, limits of 1 to 500 against the best in that range
 * @param band the same from 10 to 60
 */
record CellResult(Cell cell, Map<String, Score> free, Map<String, Score> band) {

  static final LimitBounds FREE = new LimitBounds(1, 500);
  static final LimitBounds BAND = new LimitBounds(10, 60);

  static CellResult of(Cell cell, List<Contestant> contestants) {
    long bandBest = Oracle.nanos(cell, BAND, cell.capNanos());
    long freeBest = Oracle.nanos(cell, FREE, bandBest);
    return new CellResult(
        cell, scores(cell, contestants, FREE, freeBest), scores(cell, contestants, BAND, bandBest));
  }

  private static Map<String, Score> scores(
      Cell cell, List<Contestant> contestants, LimitBounds bounds, long best) {
    Map<String, Score> scores = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      Outcome outcome = cell.play(contestant.limit().apply(bounds));
      scores.put(contestant.name(), Score.of(outcome, best, cell.fewestCalls()));
    }
    return scores;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A way to make transfers, tried with several numbers of callers.
 *
 * @param name whose way it is
 * @param callers what its callers are called
 * @param counts how many of them
 * @param load puts the load on
 */
public record Way(String name, String callers, List<Integer> counts, Load load) {

  public Way {
    counts = List.copyOf(counts);
  }

  /** So many callers who make such trades for so long. */
  @FunctionalInterface
  public interface Load {
    Figures run(int callers, TradePattern trades, Duration duration) throws Exception;
  }

  /** Takes all ways in, side by side for each kind of trades. */
  public static Turns turns(List<Way> ways) {
    Turns turns = new Turns();
    for (TradePattern trades : TradePattern.values()) {
      for (Way way : ways) {
        way.counts.forEach(
            n -> turns.add(way.name(trades, n), time -> way.load.run(n, trades, time)));
      }
    }
    return turns;
  }

  /** The figures with that many callers. */
  public Figures of(Results results, TradePattern trades, int count) {
    return results.of(name(trades, count));
  }

  /** The most in a second, with any number of callers. */
  public double best(Results results, TradePattern trades) {
    return results.best(counts.stream().map(n -> name(trades, n)));
  }

  private String name(TradePattern trades, int count) {
    return "%s, %s, %d %s".formatted(name, trades.name().toLowerCase(Locale.ROOT), count, callers);
  }
}

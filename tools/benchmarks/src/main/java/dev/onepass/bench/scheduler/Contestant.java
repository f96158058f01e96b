// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import dev.onepass.domain.limit.AdaptiveLimit;
import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.model.LimitBounds;
import java.util.List;
import java.util.function.Function;

/**
 * A way to choose the limit.
 *
 * @param name as in the report
 * @param limit makes a fresh one for a run within bounds
 */
record Contestant(String name, Function<LimitBounds, ConcurrencyLimit> limit) {

  private static final int FIRST = 20;

  static final Contestant OURS = new Contestant("ours", AdaptiveLimit::new);

  /** What ours is measured beside. The library's rules are the library's own code. */
  static final List<Contestant> YARDSTICKS =
      List.of(
          new Contestant("fixed10", bounds -> new FixedLimit(10)),
          new Contestant("fixed20", bounds -> new FixedLimit(20)),
          new Contestant("fixed60", bounds -> new FixedLimit(60)),
          new Contestant("reference", ReferenceLimit::new),
          new Contestant("aimd", Contestant::aimd),
          new Contestant("vegas", Contestant::vegas),
          new Contestant("gradient2", Contestant::gradient2));

  private static ConcurrencyLimit aimd(LimitBounds bounds) {
    return new LibraryLimit(
        AIMDLimit.newBuilder()
            .initialLimit(FIRST)
            .minLimit(bounds.min())
            .maxLimit(bounds.max())
            .build());
  }

  private static ConcurrencyLimit vegas(LimitBounds bounds) {
    return new LibraryLimit(
        VegasLimit.newBuilder().initialLimit(FIRST).maxConcurrency(bounds.max()).build());
  }

  private static ConcurrencyLimit gradient2(LimitBounds bounds) {
    return new LibraryLimit(
        WindowedLimit.newBuilder()
            .build(
                Gradient2Limit.newBuilder()
                    .initialLimit(FIRST)
                    .minLimit(bounds.min())
                    .maxConcurrency(bounds.max())
                    .build()));
  }
}

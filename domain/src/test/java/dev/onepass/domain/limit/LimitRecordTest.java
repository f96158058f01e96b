// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import static dev.onepass.domain.limit.VirtualService.MILLI;
import static dev.onepass.domain.limit.VirtualService.SECOND;

import dev.onepass.domain.Recorded;
import dev.onepass.domain.model.LimitBounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each step that the limit takes with services of many kinds, as it took them before. */
class LimitRecordTest {

  private static final int SCENARIOS = 24;
  private static final int STEPS = 12;

  @Test
  void theLimitTakesTheStepsItTookBefore() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int seed = 1; seed <= SCENARIOS; seed++) {
      lines.add("service " + seed);
      record(seed, lines);
    }
    Recorded.assertSame("limit", lines);
  }

  /** Lets a service change its ways a dozen times. */
  private static void record(int seed, List<String> lines) {
    var random = new Random(seed);
    var adaptive =
        new AdaptiveLimit(new LimitBounds(1 + random.nextInt(12), 100 + 100 * (seed % 4)));
    var steps = new ArrayList<String>();
    VirtualService[] service = new VirtualService[1];
    var told =
        new ToldLimit(
            adaptive,
            (limit, isAway) ->
                steps.add(
                    (service[0] == null ? 0 : service[0].now / MILLI)
                        + ":"
                        + limit
                        + (isAway ? "!" : "")));
    service[0] = new VirtualService(told, 2 + random.nextInt(80), seed);
    VirtualService s = service[0];
    for (int step = 0; step < STEPS; step++) {
      s.serviceNanos = (5 + random.nextInt(60)) * MILLI;
      s.queue = random.nextInt(3) == 0 ? random.nextInt(60) : Integer.MAX_VALUE;
      s.faults = random.nextInt(3) == 0 ? random.nextInt(40) / 100.0 : 0;
      s.slowOneIn = random.nextInt(4) == 0 ? 20 : 0;
      s.rate = random.nextInt(6) == 0 ? 200 + random.nextInt(2_000) : 0;
      s.away = random.nextInt(8) == 0;
      if (random.nextInt(6) == 0) {
        s.idle(random.nextInt(3) * SECOND);
      }
      s.run((100 + random.nextInt(900)) * MILLI);
      steps.add("sent " + s.sent + " good " + s.good + " most " + s.mostInFlight);
      lines.add(String.join(" ", steps));
      steps.clear();
    }
  }
}

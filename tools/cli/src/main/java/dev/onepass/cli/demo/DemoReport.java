// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.onepass.client.BatchStatus;
import dev.onepass.ports.model.Money;
import dev.onepass.simulator.Books;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The books at the end of a demo. All amounts have two decimals.
 *
 * @param users accounts swept
 * @param seed gives the same balances, faults and trades again
 * @param externalBefore what they held at the third party before
 * @param externalAfter what they hold there after
 * @param localTotal what they hold at One-Pass after
 * @param conserved whether every check held: every cent is accounted for
 * @param payCalls pay calls that the third party saw
 * @param floorCalls the fewest that can do it while none fails
 * @param seconds how long the batch took, from its acceptance to its end
 * @param totalSeconds how long the demo took, start and stop of the databases included
 * @param faults pay calls that the third party spoiled, by kind
 * @param checks what was checked, and whether it held
 */
@JsonPropertyOrder({
  "users", "seed", "externalBefore", "externalAfter", "localTotal", "conserved",
  "payCalls", "floorCalls", "seconds", "totalSeconds", "faults", "checks"
})
public record DemoReport(
    int users,
    long seed,
    BigDecimal externalBefore,
    BigDecimal externalAfter,
    BigDecimal localTotal,
    boolean conserved,
    long payCalls,
    long floorCalls,
    BigDecimal seconds,
    BigDecimal totalSeconds,
    Map<String, Long> faults,
    Map<String, Boolean> checks) {

  static DemoReport of(
      DemoOptions options, DemoUsers users, Stage stage, BatchStatus end, Checks checks) {
    Books external = stage.thirdParty().books();
    Money localTotal = new LocalBooks(stage.server()).total(users.uids());
    Money externalAfter = Money.ofCents(external.totals().remainingCents());
    checks.add(
        "what both sides hold is what there was",
        users.total().equals(externalAfter.plus(localTotal)));
    return new DemoReport(
        options.users(),
        options.seed(),
        users.total().amount(),
        externalAfter.amount(),
        localTotal.amount(),
        checks.allHold(),
        external.calls(),
        users.floorCalls(),
        seconds(end.took()),
        BigDecimal.ZERO,
        new TreeMap<>(external.faults()),
        checks.results());
  }

  /** The same, with the time that only its end can tell. */
  DemoReport withTotalTime(Duration time) {
    return new DemoReport(
        users,
        seed,
        externalBefore,
        externalAfter,
        localTotal,
        conserved,
        payCalls,
        floorCalls,
        seconds,
        seconds(time),
        faults,
        checks);
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3);
  }
}

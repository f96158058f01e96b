// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.LimitBounds;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.ports.model.Money;
import java.time.Duration;

/**
 * The traits of a run: how large it is, and how often what goes wrong. Drawn anew for each seed,
 * with most things missing from most runs, so that each is also seen by itself and in every pair.
 *
 * @param contended whether the nodes are to take large accounts away from each other all the time
 * @param nodes how many share the database
 * @param accounts how many users, each with an account inside and most with one outside
 * @param maxPayCents the largest payment: small, so that sweeps are short
 * @param stormMillis for how long things go wrong and clients ask for things
 * @param trades how many are asked for
 * @param reads how many
 * @param batches how many
 * @param deposits how many outside
 * @param validations how many
 * @param corruptions how often a stored balance is changed by hand
 * @param deaths how often a node dies at some instant
 * @param freezes how often a node does nothing for a while
 * @param clockJumps how often a clock is set
 * @param outages how often something does not answer at all for a while
 * @param flushes how often the cache loses everything
 * @param pauses share of the calls that others may get in between
 * @param database share of the calls to the database that fail
 * @param conflicts share of transactions that are rolled back for others' sake
 * @param cache share of the calls to the cache that fail
 * @param forgetful share of the calls to the cache before which it loses everything
 * @param leases share of the calls to the lease store that fail
 * @param deadly share of the calls at which the caller dies
 * @param payments share of the payment calls to which something happens
 * @param restless share of the payments at whose arrival all leases run out
 * @param refusals share of the tasks that a node's executor refuses
 * @param inCaller share of the tasks that it runs in their caller
 * @param whims share of the payment calls at which the gateway itself breaks its promises
 * @param sinceNanos what each process's clock counts from
 * @param payTimeoutMillis after which a payment call is given up
 * @param latencyMillis the most that an ordinary call takes
 * @param lateMillis the most by which a call can outlive its timeout on the way
 */
record Scenario(
    boolean contended,
    int nodes,
    int accounts,
    long maxPayCents,
    int stormMillis,
    int trades,
    int reads,
    int batches,
    int deposits,
    int validations,
    int corruptions,
    int deaths,
    int freezes,
    int clockJumps,
    int outages,
    int flushes,
    double pauses,
    double database,
    double conflicts,
    double cache,
    double forgetful,
    double leases,
    double deadly,
    double payments,
    double restless,
    double refusals,
    double inCaller,
    double whims,
    long sinceNanos,
    int payTimeoutMillis,
    int latencyMillis,
    int lateMillis,
    LedgerSettings ledger,
    LimitBounds concurrency,
    Duration fastPhase,
    Duration slowBudget,
    Duration lease) {

  /** After which time a node gives up a call that its gateway has fallen silent about. */
  static final Duration ANSWER_PATIENCE = Duration.ofMinutes(1);

  static Scenario drawn(Dice dice) {
    boolean contended = dice.chance(0.2);
    return new Scenario(
        contended,
        contended ? dice.between(2, 3) : dice.oneOf(1, 2, 2, 3),
        dice.between(2, 5),
        dice.oneOf(1L, 7L, 16L, 16L, 64L, 100L),
        dice.between(4_000, 20_000),
        dice.oneOf(0, 6, 15, 30),
        dice.oneOf(0, 5, 20),
        contended ? dice.between(2, 3) : batches(dice),
        dice.oneOf(0, 0, 2, 6),
        dice.oneOf(0, 0, 2),
        dice.oneOf(0, 0, 0, 0, 1, 2),
        dice.oneOf(0, 0, 1, 2, 4),
        dice.oneOf(0, 0, 1, 3, 6),
        dice.oneOf(0, 0, 1, 3),
        dice.oneOf(0, 0, 0, 1, 3),
        dice.oneOf(0, 0, 1, 3),
        dice.rate(0.1, 0.3, 0.6),
        contended ? dice.oneOf(0.0, 0.05, 0.2) : dice.rate(0.01, 0.05, 0.2),
        dice.rate(0.01, 0.1, 0.4),
        dice.rate(0.02, 0.1, 0.3),
        dice.rate(0.02, 0.1),
        contended ? dice.oneOf(0.0, 0.1, 1.0) : dice.rate(0.05, 0.3, 1),
        dice.rate(0.001, 0.003, 0.01),
        dice.rate(0.05, 0.2, 0.5),
        contended ? dice.oneOf(0.02, 0.05, 0.1) : dice.rate(0.005, 0.02, 0.05),
        dice.oneOf(0.0, 0.0, 0.02, 0.2, 0.5),
        dice.oneOf(0.0, 0.0, 0.0, 0.1, 1.0),
        dice.oneOf(0.0, 0.0, 0.01, 0.1),
        dice.oneOf(0L, 0L, Duration.ofDays(-300).toNanos(), Duration.ofDays(300).toNanos()),
        dice.oneOf(200, 1_000, 3_000),
        dice.oneOf(5, 50, 300),
        dice.oneOf(100, 2_000, 20_000),
        ledgerSettings(dice),
        dice.oneOf(new LimitBounds(1, 3), new LimitBounds(2, 8), new LimitBounds(10, 60)),
        Duration.ofMillis(dice.oneOf(500, 2_000, 5_000)),
        Duration.ofMillis(dice.oneOf(5_000, 10_000, 30_000)),
        Duration.ofMillis(dice.oneOf(1_500, 4_000, 8_000)));
  }

  /** Now and then so many that none would get anywhere if each took its share of a node. */
  private static int batches(Dice dice) {
    return dice.chance(0.003) ? dice.oneOf(70, 100) : dice.oneOf(0, 1, 1, 2, 3);
  }

  private static LedgerSettings ledgerSettings(Dice dice) {
    return LedgerSettings.DEFAULT
        .withQueueCapacity(dice.oneOf(2, 10, 1_000))
        .withMaxGroup(dice.oneOf(1, 3, 512))
        .withWriters(dice.oneOf(1, 2, 3))
        .withPatience(Duration.ofMillis(dice.oneOf(500, 3_000, 10_000)));
  }

  /**
   * Longer than any call may be on its way, sent by a node that has not heard of its leases' end.
   */
  private Duration secondLook() {
    Duration longest = lease.plusMillis(2L * payTimeoutMillis + lateMillis + latencyMillis);
    // When leases run out early, and when clocks are set, the database's has leapt.
    boolean steady = restless == 0 && clockJumps == 0;
    return steady ? longest : longest.plus(StoreClock.LEAPS_MAX);
  }

  SweepSettings sweep(String node) {
    return SweepSettings.of(node)
        .withMaxPayAmount(Money.ofCents(maxPayCents))
        .withLease(lease)
        .withSecondLook(secondLook())
        .withFastPhase(fastPhase)
        .withSlowBudget(slowBudget)
        .withUnresolvedPause(Duration.ofSeconds(1))
        .withAnswerPatience(ANSWER_PATIENCE);
  }
}

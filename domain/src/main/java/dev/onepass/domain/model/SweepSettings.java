// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

import dev.onepass.ports.model.Money;
import java.time.Duration;

/**
 * The settings of the sweep on one node. Immutable.
 *
 * @param node the name of this node, for people
 * @param maxPayAmount the largest amount that the third party accepts in one payment
 * @param fastPhase for how long a payment that keeps failing is retried among the others, before it
 *     goes to the slow phase
 * @param slowConcurrency calls in flight that the slow phase may take
 * @param slowBudget for how long a payment that keeps failing is retried in all, before its account
 *     is given back as unresolved; of an account that was given back before, for the fast phase
 *     only
 * @param unresolvedPause the pause before an unresolved account is tried again; doubles with each
 *     attempt, up to 64 times
 * @param lease for how long a claimed account is safe from other nodes unless renewed: the time
 *     after which a dead node's accounts go on elsewhere
 * @param secondLook after which time a payment is asked for again that was refused while another
 *     request for it may have been on its way: longer than any request can take to the third party
 * @param accountsAtOnce the most accounts that are worked on at the same time, and again as many
 *     whose calls keep failing: bounds the memory
 * @param answerPatience after which time a call or an announcement is given up that has not been
 *     answered: longer than the gateway's own time-outs, so that it never matters unless the
 *     gateway breaks its promise to answer
 */
public record SweepSettings(
    String node,
    Money maxPayAmount,
    Duration fastPhase,
    int slowConcurrency,
    Duration slowBudget,
    Duration unresolvedPause,
    Duration lease,
    Duration secondLook,
    int accountsAtOnce,
    Duration answerPatience) {

  private static final int DOUBLINGS_MAX = 6;

  /** Those of the reference, for a node of that name. */
  public static SweepSettings of(String node) {
    return new SweepSettings(
        node,
        Money.of("10000.00"),
        Duration.ofSeconds(30),
        2,
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        Duration.ofSeconds(8),
        Duration.ofMinutes(10),
        1024,
        Duration.ofMinutes(3));
  }

  /**
   * @throws IllegalArgumentException if a number or a time is not above zero
   */
  public SweepSettings {
    require(maxPayAmount.isPositive(), "maxPayAmount");
    require(fastPhase.toMillis() > 0, "fastPhase");
    require(slowConcurrency > 0, "slowConcurrency");
    require(slowBudget.compareTo(fastPhase) >= 0, "slowBudget, at least fastPhase");
    require(unresolvedPause.toMillis() > 0, "unresolvedPause");
    require(lease.toMillis() > 0, "lease");
    require(secondLook.compareTo(lease) > 0, "secondLook, and longer than lease");
    require(accountsAtOnce > 0, "accountsAtOnce");
    require(answerPatience.toMillis() > 0, "answerPatience");
  }

  public SweepSettings withMaxPayAmount(Money amount) {
    return new SweepSettings(
        node,
        amount,
        fastPhase,
        slowConcurrency,
        slowBudget,
        unresolvedPause,
        lease,
        secondLook,
        accountsAtOnce,
        answerPatience);
  }

  /** Another fast phase; the slow budget is lengthened to it if need be. */
  public SweepSettings withFastPhase(Duration time) {
    Duration budget = slowBudget.compareTo(time) < 0 ? time : slowBudget;
    return new SweepSettings(
        node,
        maxPayAmount,
        time,
        slowConcurrency,
        budget,
        unresolvedPause,
        lease,
        secondLook,
        accountsAtOnce,
        answerPatience);
  }

  public SweepSettings withSlowBudget(Duration time) {
    return new SweepSettings(
        node,
        maxPayAmount,
        fastPhase,
        slowConcurrency,
        time,
        unresolvedPause,
        lease,
        secondLook,
        accountsAtOnce,
        answerPatience);
  }

  public SweepSettings withUnresolvedPause(Duration time) {
    return new SweepSettings(
        node,
        maxPayAmount,
        fastPhase,
        slowConcurrency,
        slowBudget,
        time,
        lease,
        secondLook,
        accountsAtOnce,
        answerPatience);
  }

  public SweepSettings withLease(Duration time) {
    return new SweepSettings(
        node,
        maxPayAmount,
        fastPhase,
        slowConcurrency,
        slowBudget,
        unresolvedPause,
        time,
        secondLook,
        accountsAtOnce,
        answerPatience);
  }

  public SweepSettings withSecondLook(Duration time) {
    return new SweepSettings(
        node,
        maxPayAmount,
        fastPhase,
        slowConcurrency,
        slowBudget,
        unresolvedPause,
        lease,
        time,
        accountsAtOnce,
        answerPatience);
  }

  public SweepSettings withAnswerPatience(Duration time) {
    return new SweepSettings(
        node,
        maxPayAmount,
        fastPhase,
        slowConcurrency,
        slowBudget,
        unresolvedPause,
        lease,
        secondLook,
        accountsAtOnce,
        time);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("must be above zero: " + what);
    }
  }

  /** After which pause an account is tried again that was given up so many times. */
  public Duration pauseAfter(int attempts) {
    return unresolvedPause.multipliedBy(1L << Math.min(DOUBLINGS_MAX, Math.max(0, attempts - 1)));
  }
}

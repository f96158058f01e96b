// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what befalls a call from a node to something that it depends on. Not thread-safe. */
final class Weather {

  /** What a node depends on. */
  enum Party {
    DATABASE(
        Occurrence.DATABASE_REQUEST_LOST,
        Occurrence.DATABASE_ANSWER_LOST,
        Occurrence.DATABASE_OUTAGE),
    CACHE(Occurrence.CACHE_REQUEST_LOST, Occurrence.CACHE_ANSWER_LOST, Occurrence.CACHE_OUTAGE),
    LEASES(
        Occurrence.LEASE_REQUEST_LOST, Occurrence.LEASE_ANSWER_LOST, Occurrence.LEASE_STORE_OUTAGE),
    THIRD_PARTY(
        Occurrence.PAYMENT_REQUEST_LOST,
        Occurrence.PAYMENT_ANSWER_LOST,
        Occurrence.THIRD_PARTY_OUTAGE);

    final Occurrence requestLost;
    final Occurrence answerLost;
    final Occurrence outage;

    Party(Occurrence requestLost, Occurrence answerLost, Occurrence outage) {
      this.requestLost = requestLost;
      this.answerLost = answerLost;
      this.outage = outage;
    }
  }

  /** What befalls a call. */
  enum Mishap {
    NONE,
    REQUEST_LOST,
    ANSWER_LOST,
    /** Rolled back; only of transactions. */
    CONFLICT,
    DIES_BEFORE,
    DIES_AFTER
  }

  /**
   * Who does not answer whom.
   *
   * @param node null for everybody
   */
  record Outage(Party party, @Nullable String node) {}

  private final Scenario scenario;
  private final Dice dice;
  private final Set<Outage> outages = new HashSet<>();
  private final Map<Party, Double> rates = new EnumMap<>(Party.class);
  private boolean calm;

  Weather(Scenario scenario, Dice dice) {
    this.scenario = scenario;
    this.dice = dice;
    rates.put(Party.DATABASE, scenario.database());
    rates.put(Party.CACHE, scenario.cache());
    rates.put(Party.LEASES, scenario.leases());
    rates.put(Party.THIRD_PARTY, scenario.payments());
  }

  /** How many troubles there are for which the third party turns every call away. */
  private int turnsAway;

  void beginTurningAway() {
    turnsAway++;
  }

  void endTurningAway() {
    turnsAway = Math.max(0, turnsAway - 1);
  }

  boolean turnsAway() {
    return turnsAway > 0;
  }

  /** From now on nothing goes wrong. */
  void calmDown() {
    calm = true;
    turnsAway = 0;
    outages.clear();
  }

  boolean isCalm() {
    return calm;
  }

  void begin(Outage outage) {
    outages.add(outage);
  }

  void end(Outage outage) {
    outages.remove(outage);
  }

  boolean isAway(Party party, NodeProcess process) {
    return !outages.isEmpty()
        && (outages.contains(new Outage(party, null))
            || outages.contains(new Outage(party, process.node())));
  }

  /** Whether the third party does something to this call; what, is for the caller to choose. */
  boolean strikesPayment() {
    return !calm && dice.chance(scenario.payments());
  }

  /** Whether a transaction is rolled back that has decided what to write. */
  boolean rollsBack() {
    return !calm && dice.chance(scenario.conflicts() / 2);
  }

  /** Whether all leases run out just now. */
  boolean endsLeases() {
    return !calm && dice.chance(scenario.restless());
  }

  /** Whether the cache loses everything just now. */
  boolean flushesCache() {
    return !calm && dice.chance(scenario.forgetful());
  }

  Mishap mishap(Party party, NodeProcess process, boolean transaction) {
    if (calm) {
      return Mishap.NONE;
    }
    if (dice.chance(scenario.deadly())) {
      return dice.chance(0.5) ? Mishap.DIES_BEFORE : Mishap.DIES_AFTER;
    }
    if (isAway(party, process)) {
      return Mishap.REQUEST_LOST;
    }
    if (transaction && dice.chance(scenario.conflicts())) {
      return Mishap.CONFLICT;
    }
    if (dice.chance(rates.getOrDefault(party, 0.0))) {
      return dice.chance(0.5) ? Mishap.REQUEST_LOST : Mishap.ANSWER_LOST;
    }
    return Mishap.NONE;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import dev.onepass.simulator.bank.Bank;
import java.util.Optional;

/**
 * The options of a simulator. Immutable; start from {@link #defaults()}.
 *
 * @param bindAddress the address to listen on
 * @param port the port to listen on; 0 is any free one
 * @param latency how long the service of a call takes
 * @param capacity how many pay calls are served at once
 * @param throttlePerSecond pay calls let in each second, with a burst of 100 ms; the rest is
 *     answered 429 at once, not applied; 0 is without limit
 * @param slowAccounts accounts whose calls take longer
 * @param seed decides everything that is left to chance: the n-th pay call to arrive meets the same
 *     fate under the same seed
 * @param credentials what callers must send, if anything
 * @param maxPayCents the largest amount of one payment
 * @param perAccountOrder whether payments take effect in the order of their arrival, at the moment
 *     they are let in. Otherwise each takes effect when its service ends, just before its answer,
 *     so that two payments of one account may overtake each other
 * @param faults what goes wrong from the start
 */
public record SimulatorOptions(
    String bindAddress,
    int port,
    Latency latency,
    Capacity capacity,
    int throttlePerSecond,
    SlowAccounts slowAccounts,
    long seed,
    Optional<Credentials> credentials,
    long maxPayCents,
    boolean perAccountOrder,
    Faults faults) {

  private static final SimulatorOptions DEFAULTS =
      new SimulatorOptions(
          "127.0.0.1",
          0,
          Latency.NONE,
          Capacity.UNLIMITED,
          0,
          SlowAccounts.NONE,
          1,
          Optional.empty(),
          1_000_000,
          false,
          Faults.none());

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SimulatorOptions {
    requireRange("port", port, 0, 65_535);
    requireRange("throttlePerSecond", throttlePerSecond, 0, Integer.MAX_VALUE);
    requireRange("maxPayCents", maxPayCents, 1, Bank.BALANCE_CENTS_MAX);
  }

  /**
   * Any free port of 127.0.0.1, at once, without limits, faults or credentials; 10000.00 a call.
   */
  public static SimulatorOptions defaults() {
    return DEFAULTS;
  }

  /** These, with another address to listen on. */
  public SimulatorOptions withBindAddress(String value) {
    return new SimulatorOptions(
        value,
        port,
        latency,
        capacity,
        throttlePerSecond,
        slowAccounts,
        seed,
        credentials,
        maxPayCents,
        perAccountOrder,
        faults);
  }

  /** These, with another port. */
  public SimulatorOptions withPort(int value) {
    return new SimulatorOptions(
        bindAddress,
        value,
        latency,
        capacity,
        throttlePerSecond,
        slowAccounts,
        seed,
        credentials,
        maxPayCents,
        perAccountOrder,
        faults);
  }

  /** These, with another time of service. */
  public SimulatorOptions withLatency(Latency value) {
    return new SimulatorOptions(
        bindAddress,
        port,
        value,
        capacity,
        throttlePerSecond,
        slowAccounts,
        seed,
        credentials,
        maxPayCents,
        perAccountOrder,
        faults);
  }

  /** These, with another capacity. */
  public SimulatorOptions withCapacity(Capacity value) {
    return new SimulatorOptions(
        bindAddress,
        port,
        latency,
        value,
        throttlePerSecond,
        slowAccounts,
        seed,
        credentials,
        maxPayCents,
        perAccountOrder,
        faults);
  }

  /** These, with another limit of calls a second. */
  public SimulatorOptions withThrottlePerSecond(int value) {
    return new SimulatorOptions(
        bindAddress,
        port,
        latency,
        capacity,
        value,
        slowAccounts,
        seed,
        credentials,
        maxPayCents,
        perAccountOrder,
        faults);
  }

  /** These, with other slow accounts. */
  public SimulatorOptions withSlowAccounts(SlowAccounts value) {
    return new SimulatorOptions(
        bindAddress,
        port,
        latency,
        capacity,
        throttlePerSecond,
        value,
        seed,
        credentials,
        maxPayCents,
        perAccountOrder,
        faults);
  }

  /** These, with another seed. */
  public SimulatorOptions withSeed(long value) {
    return new SimulatorOptions(
        bindAddress,
        port,
        latency,
        capacity,
        throttlePerSecond,
        slowAccounts,
        value,
        credentials,
        maxPayCents,
        perAccountOrder,
        faults);
  }

  /** These, with these credentials expected. */
  public SimulatorOptions withCredentials(Credentials value) {
    return new SimulatorOptions(
        bindAddress,
        port,
        latency,
        capacity,
        throttlePerSecond,
        slowAccounts,
        seed,
        Optional.of(value),
        maxPayCents,
        perAccountOrder,
        faults);
  }

  /** These, with another largest amount. */
  public SimulatorOptions withMaxPayCents(long value) {
    return new SimulatorOptions(
        bindAddress,
        port,
        latency,
        capacity,
        throttlePerSecond,
        slowAccounts,
        seed,
        credentials,
        value,
        perAccountOrder,
        faults);
  }

  /** These, with payments in order of arrival, or not. */
  public SimulatorOptions withPerAccountOrder(boolean value) {
    return new SimulatorOptions(
        bindAddress,
        port,
        latency,
        capacity,
        throttlePerSecond,
        slowAccounts,
        seed,
        credentials,
        maxPayCents,
        value,
        faults);
  }

  /** These, with other faults from the start. */
  public SimulatorOptions withFaults(Faults value) {
    return new SimulatorOptions(
        bindAddress,
        port,
        latency,
        capacity,
        throttlePerSecond,
        slowAccounts,
        seed,
        credentials,
        maxPayCents,
        perAccountOrder,
        value);
  }

  private static void requireRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " is not between " + min + " and " + max + ": " + value);
    }
  }
}

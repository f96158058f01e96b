// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The faults of a simulator, and how often each occurs. Immutable; {@link #toString()} is the text
 * that {@link #parse} reads.
 *
 * @param perMillion of a million pay calls, how many meet each fault; in all at most a million
 * @param slowFor how late a {@link Fault#SLOW} answer comes
 * @param swallowFor when the connection of a swallowed call is closed, if its client did not
 * @param beginFailures how many of the next batchPayBegin calls are answered 504, not applied
 * @param finishFailures the same for batchPayFinish
 * @param outage whether everything is down
 * @param deadFrom pay calls for this account, and those with a greater number, are answered 504,
 *     not applied
 */
public record Faults(
    Map<Fault, Integer> perMillion,
    Duration slowFor,
    Duration swallowFor,
    int beginFailures,
    int finishFailures,
    Outage outage,
    long deadFrom) {

  static final int MILLION = 1_000_000;

  private static final Faults NONE =
      new Faults(
          Map.of(), Duration.ofSeconds(2), Duration.ofMinutes(1), 0, 0, Outage.OFF, Long.MAX_VALUE);

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a probability or a count is negative, the probabilities sum
   *     to more than one, or a duration is not between zero and {@link Latency#LONGEST}
   */
  public Faults {
    Map<Fault, Integer> copy = new EnumMap<>(Fault.class);
    perMillion.forEach((fault, rate) -> copy.put(fault, requireNotNegative(rate, fault.key())));
    copy.values().removeIf(rate -> rate == 0);
    if (copy.values().stream().mapToLong(Integer::longValue).sum() > MILLION) {
      throw new IllegalArgumentException("the faults sum to more than 100%");
    }
    perMillion = Collections.unmodifiableMap(copy);
    Latency.requireBounded(slowFor, "slowFor");
    Latency.requireBounded(swallowFor, "swallowFor");
    requireNotNegative(beginFailures, "failBegin");
    requireNotNegative(finishFailures, "failFinish");
  }

  /** Nothing goes wrong. */
  public static Faults none() {
    return NONE;
  }

  /**
   * Reads faults from a text such as {@code
   * 504=2%,applied504=2%,drop=0.5%,slow=1%,slowFor=3s,failBegin=2,outage=off}.
   *
   * <p>Keys: those of {@link Fault} with a percentage (at most four decimals), {@code slowFor} and
   * {@code swallowFor} with a duration ({@code 500ms}, {@code 2s}, {@code 1m}), {@code failBegin}
   * and {@code failFinish} with a count, {@code outage} with a key of {@link Outage}, {@code
   * deadFrom} with an account. What is not named is off; an empty text is {@link #none()}.
   *
   * @throws IllegalArgumentException if the text is not of this form; the message says which part,
   *     and what would be right
   */
  public static Faults parse(String text) {
    return FaultsText.parse(text);
  }

  /** These, with {@code fault} happening to {@code percent} of the pay calls. */
  public Faults with(Fault fault, double percent) {
    Map<Fault, Integer> rates = new EnumMap<>(Fault.class);
    rates.putAll(perMillion);
    rates.put(fault, FaultsText.perMillion(fault.key(), BigDecimal.valueOf(percent)));
    return new Faults(rates, slowFor, swallowFor, beginFailures, finishFailures, outage, deadFrom);
  }

  /** These, with another delay of {@link Fault#SLOW} answers. */
  public Faults withSlowFor(Duration delay) {
    return new Faults(
        perMillion, delay, swallowFor, beginFailures, finishFailures, outage, deadFrom);
  }

  /** These, with another end of swallowed calls. */
  public Faults withSwallowFor(Duration delay) {
    return new Faults(perMillion, slowFor, delay, beginFailures, finishFailures, outage, deadFrom);
  }

  /** These, with the next {@code count} calls of batchPayBegin failing. */
  public Faults withBeginFailures(int count) {
    return new Faults(perMillion, slowFor, swallowFor, count, finishFailures, outage, deadFrom);
  }

  /** These, with the next {@code count} calls of batchPayFinish failing. */
  public Faults withFinishFailures(int count) {
    return new Faults(perMillion, slowFor, swallowFor, beginFailures, count, outage, deadFrom);
  }

  /** These, during a total outage or after it. */
  public Faults withOutage(Outage kind) {
    return new Faults(
        perMillion, slowFor, swallowFor, beginFailures, finishFailures, kind, deadFrom);
  }

  /** These, with accounts from that one on that nobody answers for. */
  public Faults withDeadFrom(long uid) {
    return new Faults(perMillion, slowFor, swallowFor, beginFailures, finishFailures, outage, uid);
  }

  @Override
  public String toString() {
    return FaultsText.text(this);
  }

  private static int requireNotNegative(int count, String name) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " is negative: " + count);
    }
    return count;
  }
}

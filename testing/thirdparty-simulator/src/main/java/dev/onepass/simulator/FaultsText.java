// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The textual form of {@link Faults}, both ways. */
final class FaultsText {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
  private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)%");
  private static final BigDecimal PER_MILLION_OF_A_PERCENT = BigDecimal.valueOf(10_000);

  private final Map<Fault, Integer> rates = new EnumMap<>(Fault.class);
  private final Set<String> seen = new HashSet<>();
  private Faults faults = Faults.none();

  private FaultsText() {}

  static Faults parse(String text) {
    FaultsText reader = new FaultsText();
    if (!text.isBlank()) {
      for (String part : text.split(",", -1)) {
        reader.read(part.strip());
      }
    }
    return reader.faults();
  }

  static String text(Faults faults) {
    StringJoiner text = new StringJoiner(",");
    faults.perMillion().forEach((fault, rate) -> text.add(fault.key() + "=" + percentage(rate)));
    Faults none = Faults.none();
    addUnless(text, "slowFor", faults.slowFor().equals(none.slowFor()), millis(faults.slowFor()));
    addUnless(
        text,
        "swallowFor",
        faults.swallowFor().equals(none.swallowFor()),
        millis(faults.swallowFor()));
    addUnless(text, "failBegin", faults.beginFailures() == 0, "" + faults.beginFailures());
    addUnless(text, "failFinish", faults.finishFailures() == 0, "" + faults.finishFailures());
    addUnless(text, "deadFrom", faults.deadFrom() == none.deadFrom(), "" + faults.deadFrom());
    addUnless(text, "outage", faults.outage() == Outage.OFF, faults.outage().key());
    return text.toString();
  }

  /** What {@code percent} is of a million calls. */
  static int perMillion(String key, BigDecimal percent) {
    BigDecimal rate = percent.multiply(PER_MILLION_OF_A_PERCENT).stripTrailingZeros();
    if (rate.scale() > 0 || rate.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new IllegalArgumentException(
          key + "=" + percent.toPlainString() + "%: give 0% to 100% with at most four decimals");
    }
    return rate.intValueExact();
  }

  private void read(String part) {
    int equals = part.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("'" + part + "': write key=value, such as 504=2%");
    }
    String key = part.substring(0, equals).strip();
    if (!seen.add(key)) {
      throw new IllegalArgumentException("'" + key + "' is given twice");
    }
    set(key, part.substring(equals + 1).strip());
  }

  private void set(String key, String value) {
    switch (key) {
      case "slowFor" -> faults = faults.withSlowFor(duration(key, value));
      case "swallowFor" -> faults = faults.withSwallowFor(duration(key, value));
      case "failBegin" -> faults = faults.withBeginFailures(count(key, value));
      case "failFinish" -> faults = faults.withFinishFailures(count(key, value));
      case "deadFrom" -> faults = faults.withDeadFrom(count(key, value));
      case "outage" -> faults = faults.withOutage(outage(value));
      default -> rates.put(fault(key), perMillion(key, percent(key, value)));
    }
  }

  private Faults faults() {
    return new Faults(
        rates,
        faults.slowFor(),
        faults.swallowFor(),
        faults.beginFailures(),
        faults.finishFailures(),
        faults.outage(),
        faults.deadFrom());
  }

  private static Fault fault(String key) {
    return Fault.of(key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + key
                        + "' is no fault; there are "
                        + Arrays.stream(Fault.values())
                            .map(Fault::key)
                            .collect(Collectors.joining(", "))
                        + ", slowFor, swallowFor, failBegin, failFinish, deadFrom, outage"));
  }

  private static Outage outage(String value) {
    return Outage.of(value)
        .orElseThrow(() -> wrong("outage", value, "one of off, 504, 401, drop, swallow"));
  }

  private static BigDecimal percent(String key, String value) {
    Matcher matcher = PERCENTAGE.matcher(value);
    if (!matcher.matches()) {
      throw wrong(key, value, "a percentage, such as 2% or 0.5%");
    }
    return new BigDecimal(matcher.group(1));
  }

  private static int count(String key, String value) {
    if (!COUNT.matcher(value).matches()) {
      throw wrong(key, value, "a count, such as 3");
    }
    return Integer.parseInt(value);
  }

  private static Duration duration(String key, String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw wrong(key, value, "a duration, such as 500ms, 2s or 1m");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static IllegalArgumentException wrong(String key, String value, String right) {
    return new IllegalArgumentException(key + "=" + value + ": give " + right);
  }

  private static void addUnless(StringJoiner text, String key, boolean isDefault, String value) {
    if (!isDefault) {
      text.add(key + "=" + value);
    }
  }

  private static String percentage(int perMillion) {
    return BigDecimal.valueOf(perMillion, 4).stripTrailingZeros().toPlainString() + "%";
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.simulator.Capacity;
import dev.onepass.simulator.Latency;
import dev.onepass.simulator.SlowAccounts;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the values of options that describe a simulator. Each method throws an {@link
 * IllegalArgumentException} that says what would be right.
 */
final class SimulateOptionText {

  private static final Pattern LATENCY = Pattern.compile("(\\w+)(?:~(\\d(?:\\.\\d{1,3})?))?");
  private static final Pattern CAPACITY =
      Pattern.compile("(\\d{1,6})(?::(\\d{1,6})(?::(\\d{3}))?)?");
  private static final Pattern SLOW = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%:(\\w+)");
  private static final Pattern TIME = Pattern.compile("(\\d{1,7})(ms|s)");

  private SimulateOptionText() {}

  /** Such as {@code 20ms}, or {@code 20ms~0.5}. */
  static Latency latency(String text) {
    Matcher parts = match(LATENCY, text, "20ms or 20ms~0.5");
    Duration mean = time(parts.group(1));
    return parts.group(2) == null
        ? Latency.fixed(mean)
        : Latency.lognormal(mean, Double.parseDouble(parts.group(2)));
  }

  /** Such as {@code 40}, {@code 40:80} or {@code 40:80:504}. */
  static Capacity capacity(String text) {
    Matcher parts = match(CAPACITY, text, "40, 40:80 or 40:80:504");
    return new Capacity(number(parts.group(1), 0), number(parts.group(2), 0), overload(parts));
  }

  private static int overload(Matcher parts) {
    return number(parts.group(3), Capacity.UNLIMITED.overload());
  }

  /** Such as {@code 2%:2s}. */
  static SlowAccounts slowAccounts(String text) {
    Matcher parts = match(SLOW, text, "2%:2s");
    double fraction = Double.parseDouble(parts.group(1)) / 100;
    return new SlowAccounts(Set.of(), fraction, time(parts.group(2)));
  }

  private static Duration time(String text) {
    Matcher parts = match(TIME, text, "a time such as 20ms or 2s");
    long amount = Long.parseLong(parts.group(1));
    return parts.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }

  private static int number(String text, int otherwise) {
    return text == null ? otherwise : Integer.parseInt(text);
  }

  private static Matcher match(Pattern pattern, String text, String right) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "': write " + right);
    }
    return matcher;
  }
}

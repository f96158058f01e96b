// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import dev.onepass.ports.model.Money;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the texts of settings into what they mean. A text that means nothing is noted as a problem
 * and read as {@code fallback}, so that all problems are found in one go.
 */
final class Values {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private final Map<Key, Given> given;
  private final List<String> problems;

  Values(Map<Key, Given> given, List<String> problems) {
    this.given = given;
    this.problems = problems;
  }

  /** The text given, or the default; empty if there is neither. */
  Optional<String> text(Key key) {
    Given value = given.get(key);
    return Optional.ofNullable(value == null ? key.defaultText() : value.text().strip())
        .filter(text -> !text.isEmpty());
  }

  Secret secret(Key key) {
    return new Secret(text(key).orElse(""));
  }

  List<String> list(Key key) {
    return text(key).stream()
        .flatMap(String::lines)
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  boolean flag(Key key) {
    return read(
        key,
        false,
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  int integer(Key key, int min, int max) {
    return read(
        key,
        min,
        "a whole number from " + min + " to " + max,
        text -> {
          int number = Integer.parseInt(text);
          require(min <= number && number <= max);
          return number;
        });
  }

  Money amount(Key key) {
    return read(
        key,
        Money.ofCents(1),
        "an amount above zero with at most two decimals, such as 10000.00",
        text -> {
          Money amount = Money.of(text);
          require(amount.isPositive() && amount.compareTo(Money.MAX) <= 0);
          return amount;
        });
  }

  Duration duration(Key key) {
    return read(key, Duration.ofSeconds(1), "a time such as 500ms, 30s or 5m", Values::duration);
  }

  Path path(Key key) {
    return read(key, Path.of("."), "the path of a folder", Path::of);
  }

  /** An absolute http or https address. */
  Optional<URI> address(Key key) {
    return read(
        key, Optional.empty(), "an http or https address", text -> Optional.of(httpAddress(text)));
  }

  /** Notes that what is there does not go together, or that something is missing. */
  void problem(Key key, String what) {
    problems.add(origin(key) + what);
  }

  private <T> T read(Key key, T fallback, String expected, Function<String, T> reader) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      return reader.apply(text.get());
    } catch (IllegalArgumentException e) {
      // No setting read here is a secret, but the text is not repeated on principle.
      problem(key, key + " must be " + expected);
      return fallback;
    }
  }

  private String origin(Key key) {
    Given value = given.get(key);
    return value == null ? "" : value.origin() + ": ";
  }

  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    require(parts.matches());
    long count = Long.parseLong(parts.group(1));
    require(count > 0);
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  private static URI httpAddress(String text) {
    try {
      URI address = new URI(text);
      boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      require(http && address.getHost() != null);
      return address;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}

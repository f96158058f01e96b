// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands in the path, the query and the {@code Prefer} header. */
final class Parameters {

  /** Of at most so many digits that it is read at once, whether it fits or not. */
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,19}");

  private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*([0-9]{1,9})");

  private Parameters() {}

  /** The batch that the path names. */
  static BatchId batch(Exchange exchange) {
    return Ids.batch("batchPayId", exchange.edge().pathParameter("id"));
  }

  static Uid uid(String name, String text) {
    long value = wholeNumber(text).orElse(0);
    if (value == 0) {
      throw Invalid.uid(name);
    }
    return new Uid(value);
  }

  /** Reads a number from 0 to 2^63 - 1; empty if it is none. */
  private static OptionalLong wholeNumber(String text) {
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }

  static long number(Exchange exchange, String name, long otherwise) {
    String text = exchange.edge().query(name);
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    return wholeNumber(text).orElseThrow(() -> Invalid.wholeNumber(name));
  }

  static int limit(Exchange exchange, int otherwise, int max) {
    long limit = number(exchange, "limit", otherwise);
    if (limit < 1 || limit > max) {
      throw Invalid.range("limit", 1, max);
    }
    return (int) limit;
  }

  /** Reads one of these values, in letters of either case; empty if the parameter is not given. */
  static <E extends Enum<E>> Optional<E> oneOf(Exchange exchange, String name, List<E> values) {
    String text = exchange.edge().query(name);
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        values.stream()
            .filter(value -> value.name().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(() -> Invalid.oneOf(name, values)));
  }

  /** For how many seconds the caller would like to wait ({@code Prefer: wait=}, RFC 7240). */
  static OptionalInt waitSeconds(Exchange exchange, int max) {
    String prefer = exchange.header("Prefer");
    Matcher wait = WAIT.matcher(prefer == null ? "" : prefer.toLowerCase(Locale.ROOT));
    return wait.find()
        ? OptionalInt.of(Math.min(max, Integer.parseInt(wait.group(1))))
        : OptionalInt.empty();
  }
}

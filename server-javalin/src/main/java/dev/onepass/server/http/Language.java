// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages that errors are told in. */
enum Language {
  CHINESE,
  ENGLISH;

  private static final int HEADER_LENGTH_MAX = 200;
  private static final List<Locale> KNOWN = List.of(Locale.CHINESE, Locale.ENGLISH);

  /** The one that an {@code Accept-Language} header prefers; Chinese if it knows neither. */
  static Language preferredBy(@Nullable String header) {
    if (header == null || header.length() > HEADER_LENGTH_MAX) {
      return CHINESE;
    }
    try {
      Locale best = Locale.lookup(Locale.LanguageRange.parse(header), KNOWN);
      return Locale.ENGLISH.equals(best) ? ENGLISH : CHINESE;
    } catch (IllegalArgumentException e) {
      return CHINESE;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trace that a request says it belongs to, by the W3C's {@code traceparent} header. */
final class TraceId {

  static final String HEADER = "traceparent";

  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private TraceId() {}

  /**
   * @param sent every such header of the request
   * @return null without one, and if it is not valid to the letter, which is then as good as none
   */
  static @Nullable String of(List<String> sent) {
    if (sent.size() != 1) {
      return null;
    }
    Matcher form = FORM.matcher(sent.get(0));
    // Only a version to come may have more to say.
    boolean valid = form.matches() && (form.group(3) == null || !form.group(1).equals("00"));
    return valid ? form.group(2) : null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends a request with an error answer. Bears no stack trace: it says something about the request,
 * not about the program.
 */
final class ApiException extends RuntimeException {

  private final ErrorCode error;
  private final transient Text text;
  private final transient Map<String, Object> details;

  private ApiException(ErrorCode error, Text text, Map<String, Object> details) {
    super(error + ": " + text.english(), null, false, false);
    this.error = error;
    this.text = text;
    this.details = details;
  }

  static ApiException of(ErrorCode error) {
    return new ApiException(error, error.text(), Map.of());
  }

  /** A request that cannot be understood; {@code text} says why. */
  static ApiException invalid(Text text) {
    return new ApiException(ErrorCode.INVALID_REQUEST, text, Map.of());
  }

  /** The same with one more detail for programs. */
  ApiException with(String name, Object value) {
    var more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new ApiException(error, text, more);
  }

  ErrorCode error() {
    return error;
  }

  Text text() {
    return text;
  }

  /** What {@code data} has beside the error's name. */
  Map<String, Object> details() {
    return details;
  }
}

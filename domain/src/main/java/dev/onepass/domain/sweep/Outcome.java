// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.error.OnePassException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a piece of work: a result, or the reason why there is none.
 *
 * @param result null if it failed
 * @param failure null if it did not
 */
record Outcome<T>(@Nullable T result, @Nullable Throwable failure) {

  static <T> Outcome<T> of(@Nullable T result, @Nullable Throwable failure) {
    if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return new Outcome<>(result, wrapped.getCause());
    }
    return new Outcome<>(result, failure);
  }

  /** Whether it failed for a reason that is nobody's fault here, so that no trace is needed. */
  boolean isExpected() {
    return failure instanceof OnePassException;
  }

  /** Returns why it failed, in words. */
  String reason() {
    if (failure == null) {
      return "nothing came of it";
    }
    String message = failure.getMessage();
    return isExpected() && message != null ? message : failure.toString();
  }
}

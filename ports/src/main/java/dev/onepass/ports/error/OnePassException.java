// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.error;

import org.jspecify.annotations.Nullable;

/** The root of what One-Pass throws when it could not get an answer. Says whether to repeat. */
public abstract sealed class OnePassException extends RuntimeException
    permits ConflictException, OverloadedException, UnavailableException {

  OnePassException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

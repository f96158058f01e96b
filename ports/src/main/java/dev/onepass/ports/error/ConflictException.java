// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.error;

import org.jspecify.annotations.Nullable;

/** Rolled back for another transaction's sake; nothing was done. Repeat it at once. */
public final class ConflictException extends OnePassException {

  public ConflictException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

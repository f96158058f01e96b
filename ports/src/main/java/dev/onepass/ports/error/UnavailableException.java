// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.error;

import org.jspecify.annotations.Nullable;

/**
 * No answer in time: the operation may or may not have taken effect. Safe to repeat with the same
 * ids.
 */
public final class UnavailableException extends OnePassException {

  /** What did not answer. */
  public enum Dependency {
    DATABASE,
    CACHE,
    THIRD_PARTY
  }

  private final Dependency dependency;

  public UnavailableException(Dependency dependency, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.dependency = dependency;
  }

  public Dependency dependency() {
    return dependency;
  }
}

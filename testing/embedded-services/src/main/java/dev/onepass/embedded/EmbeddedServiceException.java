// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

/**
 * An embedded server could not be started or stopped.
 *
 * <p>The message is for people: what was wrong, where, and what to do. It can be shown without the
 * stack trace.
 */
public final class EmbeddedServiceException extends RuntimeException {

  EmbeddedServiceException(String message) {
    super(message);
  }

  EmbeddedServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}

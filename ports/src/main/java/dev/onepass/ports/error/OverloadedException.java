// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.error;

/** Too much is waiting already; nothing was done. Repeat it later. */
public final class OverloadedException extends OnePassException {

  public OverloadedException(String message) {
    super(message, null);
  }
}

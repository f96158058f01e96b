// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.fault;

/** What befalls one call of a port. */
public enum Fault {
  NONE,
  /** The call never arrives; {@link dev.onepass.ports.error.UnavailableException}. */
  REQUEST_LOST,
  /** The call has its effect; {@link dev.onepass.ports.error.UnavailableException} all the same. */
  ANSWER_LOST,
  /** The call is rolled back; {@link dev.onepass.ports.error.ConflictException}. */
  CONFLICT
}

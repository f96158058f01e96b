// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

/** What whoever waits for a batch to finish is told. */
public enum BatchEnd {
  /** The batch is finished. */
  FINISHED,
  /** There is no batch of that id. */
  UNKNOWN,
  /** This process has stopped; an accepted batch goes on elsewhere or later. */
  STOPPED
}

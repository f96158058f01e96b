// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

/** What became of the wish to start a batch. */
public enum Acceptance {
  /** It is durable now, and will be worked on until it is finished. */
  ACCEPTED,
  /** The same batch was accepted before; nothing was done. */
  KNOWN,
  /** Another batch has this id; nothing was done. */
  ID_REUSED
}

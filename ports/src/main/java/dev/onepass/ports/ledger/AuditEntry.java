// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.model.Uid;
import java.time.Instant;

/**
 * A change that somebody made to the ledger by hand. Only ever inserted.
 *
 * @param uid the account it touched
 * @param action what was done, such as {@code REPAIR_BALANCE}
 * @param detail what was there before and after, for people
 */
public record AuditEntry(Uid uid, String action, String detail, Instant at) {}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import java.time.Duration;

/**
 * The new state of an item, written in the ledger transaction that also credits what it claims to
 * have swept.
 *
 * @param item the item as it shall be; its {@code fence} is the token of the claim it was worked
 *     under
 * @param availableIn after which time, from the commit on and by the store's clock, the item may be
 *     claimed (again) if it is not closed: the lease's length for one that is being worked on, a
 *     pause for one that is given back or whose payments are to be asked for again
 */
public record ItemCheckpoint(BatchItem item, Duration availableIn) {}

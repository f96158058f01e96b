// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger's store: balances, the journal, and the transaction that changes both. Implemented by
 * a database adapter, called by the domain.
 */
@NullMarked
package dev.onepass.ports.ledger;

import org.jspecify.annotations.NullMarked;

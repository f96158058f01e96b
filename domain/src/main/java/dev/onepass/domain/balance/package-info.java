// SPDX-License-Identifier: Apache-2.0
/**
 * Balances as people ask for them: through a cache that is never trusted blindly, from the store
 * otherwise; and the check that stored and cached balances are what the journal adds up to.
 */
@NullMarked
package dev.onepass.domain.balance;

import org.jspecify.annotations.NullMarked;

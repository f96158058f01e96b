// SPDX-License-Identifier: Apache-2.0
/**
 * The cache of balances, which is never trusted blindly: what it misses while it does not answer is
 * known, and what it knew before that is not used.
 */
@NullMarked
package dev.onepass.domain.balance;

import org.jspecify.annotations.NullMarked;

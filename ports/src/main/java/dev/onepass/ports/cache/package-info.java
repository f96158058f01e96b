// SPDX-License-Identifier: Apache-2.0
/**
 * Caches that spare the database: balances and batch progress. Never the truth; everything goes on
 * without them.
 */
@NullMarked
package dev.onepass.ports.cache;

import org.jspecify.annotations.NullMarked;

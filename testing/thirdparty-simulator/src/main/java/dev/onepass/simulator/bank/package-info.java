// SPDX-License-Identifier: Apache-2.0
/**
 * The money of the simulated third party: accounts, and the transaction ids it has already judged.
 *
 * <p>Knows nothing of HTTP, time or faults, so that whatever goes wrong around a call, its effect
 * is exactly one of these methods having run, or not. All amounts are whole cents in a {@code
 * long}. Everything lives in primitive arrays: a million accounts and ten million payments fit in a
 * few hundred megabytes.
 */
@NullMarked
package dev.onepass.simulator.bank;

import org.jspecify.annotations.NullMarked;

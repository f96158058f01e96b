// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a port fail as the network does: before the call has any effect, or after it has all of it.
 * For tests that everything still adds up then.
 */
@NullMarked
package dev.onepass.testkit.fault;

import org.jspecify.annotations.NullMarked;

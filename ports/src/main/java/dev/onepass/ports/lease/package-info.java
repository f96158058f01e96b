// SPDX-License-Identifier: Apache-2.0
/**
 * Leases: the courtesy that keeps two nodes from doing the same work. Never the safety; rows,
 * unique keys and fencing tokens are.
 */
@NullMarked
package dev.onepass.ports.lease;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Limits how often a caller may ask. A courtesy to the other callers, never a protection of money:
 * whoever cannot count admits.
 */
@NullMarked
package dev.onepass.ports.rate;

import org.jspecify.annotations.NullMarked;

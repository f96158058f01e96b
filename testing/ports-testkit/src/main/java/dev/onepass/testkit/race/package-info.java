// SPDX-License-Identifier: Apache-2.0
/** Real threads that start together, for the rules that only races can break. */
@NullMarked
package dev.onepass.testkit.race;

import org.jspecify.annotations.NullMarked;

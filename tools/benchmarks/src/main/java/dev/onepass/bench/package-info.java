// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmarks, a package for each. Every one measures One-Pass and its yardsticks in the same
 * run on the same services, in turns, so that its ratios hold on any machine; and every one that
 * moves money checks the books at its end.
 */
@NullMarked
package dev.onepass.bench;

import org.jspecify.annotations.NullMarked;

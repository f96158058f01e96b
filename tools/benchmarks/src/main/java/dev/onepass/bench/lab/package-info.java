// SPDX-License-Identifier: Apache-2.0
/**
 * What benchmarks of the ledger share: a database to measure on, callers that keep it busy, turns
 * in which contestants take part, and the figures that come of it.
 */
@NullMarked
package dev.onepass.bench.lab;

import org.jspecify.annotations.NullMarked;

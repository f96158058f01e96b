// SPDX-License-Identifier: Apache-2.0
/**
 * Whole batches over the real HTTP path: a server as it is run, with MariaDB and Redis beside it,
 * sweeps the third-party simulator. What is measured is what a caller sees: from the request that
 * starts the batch to the answer that it has ended. At the end of every batch the books of both
 * sides are held against each other.
 */
@NullMarked
package dev.onepass.bench.batch;

import org.jspecify.annotations.NullMarked;

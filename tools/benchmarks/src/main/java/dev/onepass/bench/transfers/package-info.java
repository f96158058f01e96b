// SPDX-License-Identifier: Apache-2.0
/** Transfers a second: the ledger beside one plain JDBC transaction for each transfer. */
@NullMarked
package dev.onepass.bench.transfers;

import org.jspecify.annotations.NullMarked;

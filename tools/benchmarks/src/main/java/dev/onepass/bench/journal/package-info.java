// SPDX-License-Identifier: Apache-2.0
/** What a large journal costs: the ledger on empty tables beside the ledger on full ones. */
@NullMarked
package dev.onepass.bench.journal;

import org.jspecify.annotations.NullMarked;

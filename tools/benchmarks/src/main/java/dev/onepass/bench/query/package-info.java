// SPDX-License-Identifier: Apache-2.0
/** Queries for a hundred balances over HTTP, beside the same in plain JDBC without HTTP. */
@NullMarked
package dev.onepass.bench.query;

import org.jspecify.annotations.NullMarked;

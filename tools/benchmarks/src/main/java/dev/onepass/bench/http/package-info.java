// SPDX-License-Identifier: Apache-2.0
/** Transfers a second over HTTP, beside the same in plain JDBC without HTTP. */
@NullMarked
package dev.onepass.bench.http;

import org.jspecify.annotations.NullMarked;

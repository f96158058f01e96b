// SPDX-License-Identifier: Apache-2.0
/**
 * The front door: {@link dev.onepass.domain.OnePass} is built on the ports that it is given, and
 * what it has are balances, batches and reconciliation. This package and {@link
 * dev.onepass.domain.model} are all that an embedder sees; the others are not exported.
 */
@NullMarked
package dev.onepass.domain;

import org.jspecify.annotations.NullMarked;

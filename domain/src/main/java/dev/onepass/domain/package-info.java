// SPDX-License-Identifier: Apache-2.0
/**
 * The front door: {@link dev.onepass.domain.OnePass} builds the services on the ports given to it.
 */
@NullMarked
package dev.onepass.domain;

import org.jspecify.annotations.NullMarked;

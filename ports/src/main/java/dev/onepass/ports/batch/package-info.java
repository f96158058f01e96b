// SPDX-License-Identifier: Apache-2.0
/**
 * The store of batches and their items: accepted, claimed, worked, finished. Implemented by a
 * database adapter, called by the domain.
 */
@NullMarked
package dev.onepass.ports.batch;

import org.jspecify.annotations.NullMarked;

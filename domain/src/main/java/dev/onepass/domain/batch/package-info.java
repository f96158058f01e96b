// SPDX-License-Identifier: Apache-2.0
/**
 * Batches as their callers see them: accepted once, watched while they run, accounted for after.
 */
@NullMarked
package dev.onepass.domain.batch;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps what runs in the background going, whatever it meets, and has somebody told: an executor
 * that refuses, a port that throws, a failure that repeats.
 */
@NullMarked
package dev.onepass.domain.supervision;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Commands to One-Pass, its answers, and its settings: values, immutable and checked when they are
 * made.
 */
@NullMarked
package dev.onepass.domain.model;

import org.jspecify.annotations.NullMarked;

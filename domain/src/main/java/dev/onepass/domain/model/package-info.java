// SPDX-License-Identifier: Apache-2.0
/**
 * What is asked of One-Pass, what it answers, and its settings: values, immutable and checked when
 * they are made.
 */
@NullMarked
package dev.onepass.domain.model;

import org.jspecify.annotations.NullMarked;

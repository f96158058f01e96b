// SPDX-License-Identifier: Apache-2.0
/** Builders of test data: name what a test is about, and get a sound value for all the rest. */
@NullMarked
package dev.onepass.testkit.data;

import org.jspecify.annotations.NullMarked;

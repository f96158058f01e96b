// SPDX-License-Identifier: Apache-2.0
/** A clock that stands still until a test moves it, so that no test ever sleeps. */
@NullMarked
package dev.onepass.testkit.time;

import org.jspecify.annotations.NullMarked;

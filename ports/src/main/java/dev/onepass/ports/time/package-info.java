// SPDX-License-Identifier: Apache-2.0
/** Time as a dependency, so that a test can own it. */
@NullMarked
package dev.onepass.ports.time;

import org.jspecify.annotations.NullMarked;

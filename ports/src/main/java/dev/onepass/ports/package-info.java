// SPDX-License-Identifier: Apache-2.0
/** What One-Pass needs from outside, put together: a package for each kind of port, and these. */
@NullMarked
package dev.onepass.ports;

import org.jspecify.annotations.NullMarked;

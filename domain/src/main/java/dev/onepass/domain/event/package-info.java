// SPDX-License-Identifier: Apache-2.0
/** What One-Pass tells its host of what it does. */
@NullMarked
package dev.onepass.domain.event;

import org.jspecify.annotations.NullMarked;

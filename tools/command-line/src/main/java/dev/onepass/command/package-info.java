// SPDX-License-Identifier: Apache-2.0
/** What the commands have in common, whichever module they are in. */
@NullMarked
package dev.onepass.command;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code onepass} command: one class for each of its commands, which read their options and
 * hand over. What a command cannot do it says in one line, with one of the {@link
 * dev.onepass.command.ExitCode}s.
 */
@NullMarked
package dev.onepass.cli;

import org.jspecify.annotations.NullMarked;

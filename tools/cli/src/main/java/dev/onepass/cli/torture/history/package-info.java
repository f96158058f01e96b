// SPDX-License-Identifier: Apache-2.0
/**
 * The checker of histories: whether what many callers were told, and when, can have happened in the
 * order of a journal. Knows of no server and no database.
 */
@NullMarked
package dev.onepass.cli.torture.history;

import org.jspecify.annotations.NullMarked;

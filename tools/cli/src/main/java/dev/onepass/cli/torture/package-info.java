// SPDX-License-Identifier: Apache-2.0
/**
 * Torture: servers as processes of their own, under load, while things are killed, frozen, cut off
 * and filled up around them; and after each few rounds the books of everybody, held against each
 * other, and what callers were told, against the order of the journal.
 */
@NullMarked
package dev.onepass.cli.torture;

import org.jspecify.annotations.NullMarked;

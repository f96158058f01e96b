// SPDX-License-Identifier: Apache-2.0
/**
 * Torture: servers as processes of their own, under load, while things are killed, frozen and cut
 * off around them; and after each few rounds the books of everybody, held against each other.
 */
@NullMarked
package dev.onepass.cli.torture;

import org.jspecify.annotations.NullMarked;

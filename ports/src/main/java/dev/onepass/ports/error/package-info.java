// SPDX-License-Identifier: Apache-2.0
/**
 * The exceptions that a port throws when it has no answer. Refusals are values, not exceptions;
 * bugs are the JDK's own exceptions.
 */
@NullMarked
package dev.onepass.ports.error;

import org.jspecify.annotations.NullMarked;

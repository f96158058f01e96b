// SPDX-License-Identifier: Apache-2.0
/**
 * Values: money, and the names of accounts, requests and batches. All immutable, all checked when
 * made.
 */
@NullMarked
package dev.onepass.ports.model;

import org.jspecify.annotations.NullMarked;

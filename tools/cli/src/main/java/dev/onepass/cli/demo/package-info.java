// SPDX-License-Identifier: Apache-2.0
/**
 * The demo: a real server on real databases sweeps accounts of a third party that fails, then moves
 * money between them, and both sides' books are held against each other. It is a caller like any
 * other: all it wants of One-Pass it asks over HTTP.
 */
@NullMarked
package dev.onepass.cli.demo;

import org.jspecify.annotations.NullMarked;

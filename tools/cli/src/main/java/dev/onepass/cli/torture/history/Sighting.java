// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture.history;

/** A balance in cents that somebody was told. */
public record Sighting(long uid, long cents, Span span) {}

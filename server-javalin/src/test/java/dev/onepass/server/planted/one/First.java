// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.planted.one;

import dev.onepass.server.planted.two.Second;

/** Planted: half of a cycle. */
public record First(Second other) {}

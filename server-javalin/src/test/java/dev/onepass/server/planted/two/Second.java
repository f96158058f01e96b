// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.planted.two;

import dev.onepass.server.planted.one.First;

/** Planted: the other half of a cycle. */
public record Second(First other) {}

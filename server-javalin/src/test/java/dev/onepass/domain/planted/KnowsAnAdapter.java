// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.planted;

import dev.onepass.memory.MemoryDatabase;

/** Planted: the domain knows no adapter. */
public record KnowsAnAdapter(MemoryDatabase database) {}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory.planted;

import dev.onepass.domain.OnePass;

/** Planted: an adapter does not know the domain. */
public record KnowsTheDomain(OnePass onePass) {}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring.planted;

import dev.onepass.server.OnePassServer;

/** Breaks a rule on purpose: the starter embeds the library, not the server. */
public record KnowsTheServer(OnePassServer server) {}

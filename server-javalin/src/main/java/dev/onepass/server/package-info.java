// SPDX-License-Identifier: Apache-2.0
/**
 * The server: reads its settings, wires the domain to the adapters that they ask for, and listens.
 * {@link dev.onepass.server.Wiring} is the one place where adapters meet.
 */
@NullMarked
package dev.onepass.server;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * A simulator of the third-party payment API: start one with {@link
 * dev.onepass.simulator.ThirdPartySimulator#start}, point a client at its URLs, order what should
 * go wrong as {@link dev.onepass.simulator.Faults}, and read in its {@link
 * dev.onepass.simulator.Books} what became of every cent.
 *
 * <p>A request goes through {@code SimulatorHandler} (route and body), {@code PayCalls} or {@code
 * BatchCalls} (what happens to it, and when) and {@code Exchange} (the answer). No thread ever
 * waits for a call.
 */
@NullMarked
package dev.onepass.simulator;

import org.jspecify.annotations.NullMarked;

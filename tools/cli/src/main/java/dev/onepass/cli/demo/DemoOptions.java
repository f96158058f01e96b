// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import dev.onepass.simulator.Faults;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What may be chosen about a demo.
 *
 * @param users how many accounts to sweep
 * @param seed decides balances, faults and trades
 * @param faults what goes wrong at the third party
 * @param dataDir where the databases keep their data; if empty, in a directory that is deleted at
 *     the end
 */
public record DemoOptions(int users, long seed, Faults faults, Optional<Path> dataDir) {}

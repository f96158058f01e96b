// SPDX-License-Identifier: Apache-2.0
/** Shows people how far a batch is: with a bar on a terminal, else with a line now and then. */
@NullMarked
package dev.onepass.cli.progress;

import org.jspecify.annotations.NullMarked;

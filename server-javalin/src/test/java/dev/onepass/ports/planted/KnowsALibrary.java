// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.planted;

import org.slf4j.Logger;

/** Planted: ports know the JDK alone. */
public record KnowsALibrary(Logger logger) {}

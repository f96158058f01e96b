// SPDX-License-Identifier: Apache-2.0
/**
 * Configuration: {@link dev.onepass.server.config.Key} lists every setting there is, a YAML file
 * and the environment give them values, and {@link dev.onepass.server.config.Settings} is what the
 * rest of the server sees of it. Whatever is wrong is found before anything is started.
 */
@NullMarked
package dev.onepass.server.config;

import org.jspecify.annotations.NullMarked;

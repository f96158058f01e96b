// SPDX-License-Identifier: Apache-2.0
/**
 * Real MariaDB and Redis, started from jars, for the demo, for tests and for a server that was
 * given neither.
 *
 * <p>Start with {@link dev.onepass.embedded.EmbeddedServices} for both under one directory, or with
 * {@link dev.onepass.embedded.EmbeddedMariaDb} or {@link dev.onepass.embedded.EmbeddedRedis} alone.
 * Each server runs as a process of its own that listens on 127.0.0.1 only, wants a password kept
 * beside its data, and ends with this JVM however this JVM ends. Programs are unpacked once per
 * user, into a cache all data directories share.
 */
@NullMarked
package dev.onepass.embedded;

import org.jspecify.annotations.NullMarked;

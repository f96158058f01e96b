// SPDX-License-Identifier: Apache-2.0
/**
 * The metrics that Prometheus reads. The ports are metered from outside, by decorators around the
 * adapters, so that neither the domain nor an adapter knows that it is watched; what only a look at
 * the stores can tell is looked up now and then, never while Prometheus waits. Labels have few
 * values: no account and no batch is named.
 */
@NullMarked
package dev.onepass.server.metrics;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

import java.time.Duration;

/**
 * The result of loading the cache.
 *
 * @param loaded how many balances it was told
 * @param took how long that took
 */
public record CacheLoad(long loaded, Duration took) {}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql.planted;

import dev.onepass.redis.RedisAdapter;

/** Planted: an adapter does not know another. */
public record KnowsAnotherAdapter(RedisAdapter redis) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * Leases, the balance cache, the status cache and a shared rate limit on Redis, by Jedis. {@link
 * dev.onepass.redis.RedisAdapter} is the way in.
 *
 * <p>Nothing here is the truth, so nothing here waits for long: while Redis does not answer, every
 * call fails at once with {@link dev.onepass.ports.error.UnavailableException}, and the rest of
 * One-Pass goes on without. What must be atomic is a Lua script, one file each; what comes in bulk
 * goes out in pipelined chunks, small enough that Redis serves others in between.
 */
@NullMarked
package dev.onepass.redis;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The adaptive batch scheduler: whose payment is asked for next. {@link
 * dev.onepass.domain.scheduler.Dispatcher} chooses among new payments and those that failed, within
 * what the {@linkplain dev.onepass.domain.limit limit} allows. Pure: times are handed in.
 */
@NullMarked
package dev.onepass.domain.scheduler;

import org.jspecify.annotations.NullMarked;

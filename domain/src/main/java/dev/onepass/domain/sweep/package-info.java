// SPDX-License-Identifier: Apache-2.0
/**
 * The sweep: which payments to ask the third party for, in which order and how many at once, until
 * every external account of a batch is empty.
 *
 * <p>{@link dev.onepass.domain.sweep.AccountSweep} knows one account and proves it empty; {@link
 * dev.onepass.domain.sweep.SecondLook} asks again for what may have settled since; {@link
 * dev.onepass.domain.sweep.Dispatcher} chooses whose call is next; {@link
 * dev.onepass.domain.sweep.SweepEngine} connects them to the ports. The first three are pure: they
 * are told the time and the answers, and say what to do.
 */
@NullMarked
package dev.onepass.domain.sweep;

import org.jspecify.annotations.NullMarked;

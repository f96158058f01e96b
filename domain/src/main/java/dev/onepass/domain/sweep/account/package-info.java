// SPDX-License-Identifier: Apache-2.0
/**
 * One account of a batch while it is swept: what may be asked for next, and what its answers mean.
 * {@link dev.onepass.domain.sweep.account.AccountSweep} proves it empty, {@link
 * dev.onepass.domain.sweep.account.SecondLook} asks again for what may have settled since. Pure.
 */
@NullMarked
package dev.onepass.domain.sweep.account;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The engine that sweeps: it claims the accounts of batches, has the {@linkplain
 * dev.onepass.domain.scheduler scheduler} choose their calls, makes them, and stores how far each
 * account is. {@link dev.onepass.domain.sweep.SweepEngine} connects it to the ports; all of it
 * happens in one mailbox.
 */
@NullMarked
package dev.onepass.domain.sweep;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Which payments an account is asked for, and in which order: decided and stored before the first
 * call, so that every node, before and after a crash, asks for the same under the same transaction
 * ids. Pure.
 */
@NullMarked
package dev.onepass.domain.sweep.plan;

import org.jspecify.annotations.NullMarked;

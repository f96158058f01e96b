// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger: transfer rules, pure and in exact decimals, and group commit, which posts whatever
 * has gathered in one database transaction. Start reading at {@link
 * dev.onepass.domain.ledger.Ledger}, then {@code TransferRules}.
 */
@NullMarked
package dev.onepass.domain.ledger;

import org.jspecify.annotations.NullMarked;

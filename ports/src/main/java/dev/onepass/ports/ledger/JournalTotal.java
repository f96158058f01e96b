// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.model.Money;

/**
 * The sum of an account's journal, and the balance that was stored at the same moment.
 *
 * @param balance as stored
 * @param total credits less debits; may be negative, or more than any account can hold
 * @param lastVersion the greatest version that an entry left the account at; zero if there is none
 */
public record JournalTotal(Balance balance, Money total, long lastVersion) {}

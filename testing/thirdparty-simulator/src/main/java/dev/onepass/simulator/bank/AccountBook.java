// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator.bank;

/**
 * The books of one account.
 *
 * @param uid the account
 * @param balanceCents what it still holds
 * @param settledCents what has left it through settled payments
 * @param payments how many payments have settled
 */
public record AccountBook(long uid, long balanceCents, long settledCents, long payments) {}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.thirdparty;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;

/**
 * One payment to ask the third party for.
 *
 * @param transactionId the third party moves the money at most once for it, however often it is
 *     asked; visible ASCII
 * @param uid whose external account the amount leaves
 * @param amount 0.01 to the third party's maximum
 */
public record Payment(String transactionId, Uid uid, Money amount) {}

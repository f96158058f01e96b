// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

import static java.util.Objects.requireNonNull;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;

/**
 * A request to move money from one user's account to another's. Immutable.
 *
 * @param requestId the caller's name for this intent; the same id always gets the same answer
 * @param source whose account is debited
 * @param target whose account is credited
 * @param amount above zero
 */
public record TransferCommand(RequestId requestId, Uid source, Uid target, Money amount) {

  /**
   * @throws IllegalArgumentException if the amount is not above zero, an account is no user's, both
   *     accounts are the same, or the request id is one that the ledger keeps for itself
   */
  public TransferCommand {
    requireNonNull(requestId, "requestId");
    if (requestId.value().startsWith(RequestId.RESERVED)) {
      throw new IllegalArgumentException("a request id must not begin with " + RequestId.RESERVED);
    }
    if (source.isExternal() || target.isExternal()) {
      throw new IllegalArgumentException("a uid must be above zero");
    }
    if (source.equals(target)) {
      throw new IllegalArgumentException("source and target are the same account: " + source);
    }
    if (!amount.isPositive()) {
      throw new IllegalArgumentException("the amount must be above zero: " + amount);
    }
  }
}

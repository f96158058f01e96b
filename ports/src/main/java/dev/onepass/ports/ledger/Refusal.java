// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;

/**
 * A transfer that was refused for the state of the ledger. Final for its request id: a late
 * duplicate can never move money after a "no".
 *
 * @param available what the debited account held at the time; zero if it does not exist
 */
public record Refusal(
    RequestId requestId,
    Uid debit,
    Uid credit,
    Money amount,
    Reason reason,
    Money available,
    Instant at)
    implements Recorded {

  /** When several apply, the first is given. */
  public enum Reason {
    DEBIT_ACCOUNT_NOT_FOUND,
    CREDIT_ACCOUNT_NOT_FOUND,
    INSUFFICIENT_BALANCE,
    /** The credited account would hold more than {@link Money#MAX}. */
    BALANCE_LIMIT
  }
}

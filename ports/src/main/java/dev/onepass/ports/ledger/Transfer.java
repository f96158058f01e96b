// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the journal: an amount that left one account and reached another. Only ever inserted.
 *
 * @param requestId unique in the journal
 * @param kind why the money moved
 * @param debit where it left
 * @param credit where it arrived
 * @param amount above zero
 * @param debitAfter the debited account just after; null for {@link Uid#EXTERNAL}
 * @param creditAfter the credited account just after
 * @param at when, by the clock of the node that posted it; to the millisecond
 */
public record Transfer(
    RequestId requestId,
    TransferKind kind,
    Uid debit,
    Uid credit,
    Money amount,
    @Nullable Balance debitAfter,
    Balance creditAfter,
    Instant at)
    implements Recorded {}

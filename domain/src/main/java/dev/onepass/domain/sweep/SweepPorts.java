// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.domain.ledger.CheckpointOutcome;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PaymentGateway;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The ports that the sweep uses.
 *
 * @param balances what accounts hold: {@code LedgerStore::balances}
 * @param checkpoints stores progress and credit together: {@code Ledger::checkpoint}
 */
public record SweepPorts(
    BatchStore batches,
    ItemStore items,
    LeaseStore leases,
    PaymentGateway gateway,
    Function<Collection<Uid>, Map<Uid, Balance>> balances,
    Function<Checkpoint, CompletionStage<CheckpointOutcome>> checkpoints) {}

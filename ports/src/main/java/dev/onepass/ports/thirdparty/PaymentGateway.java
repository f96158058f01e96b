// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.thirdparty;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The third-party payment API.
 *
 * <p>Thread-safe; no method blocks. Stages complete on a thread of the adapter's, which must not be
 * held up. Checked by {@code PaymentGatewayContract}.
 */
public interface PaymentGateway {

  /**
   * Asks once for a payment: one HTTP call, no retry of its own. Always completes, within the
   * adapter's call timeout, and never exceptionally for what the network or the third party does.
   */
  CompletionStage<PayAnswer> pay(Payment payment);

  /**
   * Announces a batch; retried by the adapter a few times. Safe to repeat.
   *
   * @return completes when confirmed; exceptionally with {@link
   *     dev.onepass.ports.error.UnavailableException} if it was not
   */
  CompletionStage<Void> begin(BatchId batch, List<Uid> uids);

  /** Announces the end of a batch; otherwise as {@link #begin}. */
  CompletionStage<Void> finish(BatchId batch);
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import dev.onepass.ports.batch.ItemKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Names one payment of an account's sweep, and with it its transaction id: whoever asks for the
 * same payment, before or after a crash, on this node or another, uses the same id, and so the
 * third party moves its money once.
 *
 * @param pass how often the plan had been gone through before
 * @param stage which amount of the plan
 * @param index which repetition of it
 */
public record PaymentRef(int pass, int stage, int index) {

  /**
   * A name-based UUID (RFC 9562, version 8) of the batch, the account and this, by SHA-256. Batch
   * ids hold no blank, so that no two payments spell the same name.
   */
  public String transactionId(ItemKey item) {
    return uuid(item).toString();
  }

  /** The same as a number. */
  public UUID uuid(ItemKey item) {
    String name = item.batch() + " " + item.uid() + " " + pass + " " + stage + " " + index;
    ByteBuffer hash =
        ByteBuffer.wrap(Sha256.digest().digest(name.getBytes(StandardCharsets.US_ASCII)));
    long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
    long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}

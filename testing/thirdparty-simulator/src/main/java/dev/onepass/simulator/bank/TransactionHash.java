// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator.bank;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The part that is kept of a transaction id: 96 bits of its SHA-256, so no text needs to be.
 *
 * <p>Two of ten million ids share them with probability 6e-16, and nobody can construct two that
 * do. {@code high} is never 0, which marks a free place in {@link TransactionTable}.
 */
record TransactionHash(long high, int low) {

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(TransactionHash::sha256);

  static TransactionHash of(String transactionId) {
    byte[] digest = SHA_256.get().digest(transactionId.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bits = ByteBuffer.wrap(digest);
    long high = bits.getLong();
    return new TransactionHash(high == 0 ? 1 : high, bits.getInt());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

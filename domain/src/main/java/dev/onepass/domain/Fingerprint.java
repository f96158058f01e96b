// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.sweep.plan.Sha256;
import dev.onepass.ports.model.Uid;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Stands for a set of accounts: SHA-256 of its ascending uids. */
final class Fingerprint {

  private Fingerprint() {}

  static String of(List<Uid> ascending) {
    MessageDigest digest = Sha256.digest();
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
    for (Uid uid : ascending) {
      digest.update(bytes.putLong(0, uid.value()).array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

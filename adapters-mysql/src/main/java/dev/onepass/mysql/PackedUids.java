// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.model.Uid;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Ascending uids in few bytes: each as its distance from the one before, in groups of seven bits,
 * the lowest first, with the eighth bit set on all but the last (LEB128).
 */
final class PackedUids {

  private static final int GROUP_BITS = 7;
  private static final int MORE = 1 << GROUP_BITS;

  private PackedUids() {}

  static byte[] pack(List<Uid> uids) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(2 * uids.size());
    long before = 0;
    for (Uid uid : uids) {
      long distance = uid.value() - before;
      while (distance >= MORE) {
        packed.write((int) (distance & (MORE - 1)) | MORE);
        distance >>>= GROUP_BITS;
      }
      packed.write((int) distance);
      before = uid.value();
    }
    return packed.toByteArray();
  }

  static List<Uid> unpack(byte[] packed) {
    List<Uid> uids = new ArrayList<>();
    long before = 0;
    long distance = 0;
    int shift = 0;
    for (byte group : packed) {
      distance |= (long) (group & (MORE - 1)) << shift;
      shift += GROUP_BITS;
      if ((group & MORE) == 0) {
        before += distance;
        uids.add(new Uid(before));
        distance = 0;
        shift = 0;
      }
    }
    return uids;
  }
}

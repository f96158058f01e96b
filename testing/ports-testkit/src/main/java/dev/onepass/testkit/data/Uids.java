// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.data;

import dev.onepass.ports.model.Uid;
import java.util.List;
import java.util.stream.LongStream;

/** Uids in few letters. */
public final class Uids {

  private Uids() {}

  public static Uid uid(long value) {
    return new Uid(value);
  }

  /** All from the first to the last, ascending, both included. */
  public static List<Uid> uids(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(Uid::new).toList();
  }
}

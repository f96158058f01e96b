// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.query;

import dev.onepass.bench.lab.TradePattern;
import java.util.concurrent.ThreadLocalRandom;

/** Which balances are asked for: a hundred accounts drawn by lot. */
final class Questions {

  static final int UIDS = 100;

  private Questions() {}

  static long[] next() {
    return ThreadLocalRandom.current().longs(UIDS, 1, TradePattern.ACCOUNTS + 1).toArray();
  }

  static String json() {
    StringBuilder json = new StringBuilder(7 * UIDS).append("{\"uids\":");
    char separator = '[';
    for (long uid : next()) {
      json.append(separator).append(uid);
      separator = ',';
    }
    return json.append("]}").toString();
  }
}

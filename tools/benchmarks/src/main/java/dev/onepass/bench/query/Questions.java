// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.query;

import dev.onepass.bench.lab.TradePattern;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which balances are asked for: a hundred accounts drawn by lot. The draws are made beforehand, for
 * all contestants: a hundred random numbers would cost a good part of what is measured.
 */
final class Questions {

  static final int UIDS = 100;

  private static final int PREPARED = 4_096;

  private static final List<long[]> DRAWN =
      Stream.generate(Questions::draw).limit(PREPARED).toList();
  private static final List<String> WRITTEN = DRAWN.stream().map(Questions::write).toList();

  private Questions() {}

  /** One of them; not to be changed. */
  static long[] next() {
    return DRAWN.get(ThreadLocalRandom.current().nextInt(PREPARED));
  }

  /** One of them, as it is asked over HTTP. */
  static String json() {
    return WRITTEN.get(ThreadLocalRandom.current().nextInt(PREPARED));
  }

  private static long[] draw() {
    return ThreadLocalRandom.current().longs(UIDS, 1, TradePattern.ACCOUNTS + 1).toArray();
  }

  private static String write(long[] uids) {
    return Arrays.stream(uids)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "{\"uids\":[", "]}"));
  }
}

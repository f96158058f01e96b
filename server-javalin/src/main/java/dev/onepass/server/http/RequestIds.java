// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Names requests that their callers did not name: UUIDs of version 7, which begin with the time.
 * The journal has an index of request ids; ids that ascend are written side by side there, others
 * all over it. Random enough to be unique; nobody gains by guessing one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, 5.7</a>
 */
final class RequestIds {

  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000000000000000L;

  private RequestIds() {}

  static String next() {
    return next(System.currentTimeMillis());
  }

  static String next(long epochMillis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (epochMillis << 16) | VERSION | (random.nextLong() & 0x0fffL);
    long low = VARIANT | (random.nextLong() & 0x3fffffffffffffffL);
    return new UUID(high, low).toString();
  }
}

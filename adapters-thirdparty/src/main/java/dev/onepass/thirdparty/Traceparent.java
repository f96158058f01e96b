// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The header by which calls that belong together are found in the logs of both sides (W3C Trace
 * Context). The trace is named after what the call is for, so that every try, after a restart and
 * from another node too, is in the same one, and nothing need be kept for that: the id itself
 * without its hyphens where it is a UUID, as transaction ids are, else a name-based UUID of it.
 */
final class Traceparent {

  static final String HEADER = "traceparent";

  private static final Pattern ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");

  private Traceparent() {}

  /**
   * @param subject the transaction or batch id
   * @param random names this one call
   */
  static String of(String subject, RandomGenerator random) {
    long call = random.nextLong();
    // No sampling is asked for, since nothing is recorded here. A call of zeros would be none.
    return "00-" + trace(subject) + "-" + HexFormat.of().toHexDigits(call == 0 ? 1 : call) + "-00";
  }

  private static String trace(String subject) {
    String bare = bare(subject);
    byte[] name = subject.getBytes(StandardCharsets.UTF_8);
    return ID.matcher(bare).matches() ? bare : bare(UUID.nameUUIDFromBytes(name).toString());
  }

  private static String bare(String uuid) {
    return uuid.replace("-", "");
  }
}

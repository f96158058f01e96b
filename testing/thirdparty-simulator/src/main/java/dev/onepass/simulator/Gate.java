// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Lets in those who send the expected credentials; everybody, if none are expected. */
final class Gate {

  private final Optional<Credentials> expected;

  Gate(Optional<Credentials> expected) {
    this.expected = expected;
  }

  /**
   * Lets the caller pass.
   *
   * @throws Refusal with the code 401 if it sent other credentials, or none
   */
  void check(Exchange exchange) throws Refusal {
    if (expected.isPresent() && !matches(expected.get(), exchange)) {
      throw new Refusal(401, "wrong X-KSY-KINGSTAR-ID or X-KSY-TOKEN");
    }
  }

  private static boolean matches(Credentials expected, Exchange exchange) {
    return same(expected.kingstarId(), exchange.header("X-KSY-KINGSTAR-ID"))
        && same(expected.token(), exchange.header("X-KSY-TOKEN"));
  }

  private static boolean same(String expected, Optional<String> sent) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8),
        sent.orElse("").getBytes(StandardCharsets.UTF_8));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onepass.server.config.Secret;
import java.security.MessageDigest;
import java.util.List;

/**
 * Knows who may come in: those who send one of the tokens, as {@code X-KSY-TOKEN} or, for scrapers
 * that can send nothing else, as a bearer token. Everybody if there are no tokens.
 */
final class Tokens {

  private static final String BEARER = "Bearer ";

  private final List<byte[]> tokens;

  Tokens(List<Secret> tokens) {
    this.tokens = tokens.stream().map(token -> token.value().getBytes(UTF_8)).toList();
  }

  /**
   * @throws ApiException if none of the tokens was sent
   */
  void require(Exchange exchange) {
    if (!tokens.isEmpty() && !isKnown(sent(exchange).getBytes(UTF_8))) {
      throw ApiException.of(ErrorCode.UNAUTHENTICATED);
    }
  }

  /** Takes the same time whichever token it is, and however much of it is right. */
  private boolean isKnown(byte[] sent) {
    boolean known = false;
    for (byte[] token : tokens) {
      known |= MessageDigest.isEqual(sent, token);
    }
    return known;
  }

  private static String sent(Exchange exchange) {
    String token = exchange.header("X-KSY-TOKEN");
    String authorization = exchange.header("Authorization");
    if (token == null && authorization != null && authorization.startsWith(BEARER)) {
      return authorization.substring(BEARER.length());
    }
    return token == null ? "" : token;
  }
}

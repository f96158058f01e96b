// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

/**
 * The headers that callers must send; a call with others is refused with the code 401.
 *
 * @param kingstarId the expected {@code X-KSY-KINGSTAR-ID}
 * @param token the expected {@code X-KSY-TOKEN}
 */
public record Credentials(String kingstarId, String token) {

  /** Without the token, so that it gets into no log. */
  @Override
  public String toString() {
    return "Credentials[kingstarId=" + kingstarId + ", token=***]";
  }
}

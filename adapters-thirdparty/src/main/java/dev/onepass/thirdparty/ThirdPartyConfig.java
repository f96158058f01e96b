// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * The addresses of the third party, the credentials for it, and how long to wait for it. Immutable.
 *
 * @param payUrl takes money from an external account
 * @param beginUrl announces a batch
 * @param finishUrl announces the end of a batch
 * @param id sent as {@code X-KSY-KINGSTAR-ID}
 * @param token sent as {@code X-KSY-TOKEN}; never printed
 * @param finishStyle how the finish call names its batch
 * @param callTimeout longest wait for the answer to a payment, connecting included
 * @param batchCallTimeout longest wait for the answer to a begin or finish call; a begin call may
 *     carry a million uids
 * @param connectTimeout longest wait for a connection
 * @param callsMax calls in flight at once; more wait in a queue, and their timeouts with them
 */
public record ThirdPartyConfig(
    URI payUrl,
    URI beginUrl,
    URI finishUrl,
    String id,
    String token,
    FinishStyle finishStyle,
    Duration callTimeout,
    Duration batchCallTimeout,
    Duration connectTimeout,
    int callsMax) {

  /**
   * @throws IllegalArgumentException if no call could be made with it
   */
  public ThirdPartyConfig {
    requireHttp("pay URL", payUrl);
    requireHttp("batchPayBegin URL", beginUrl);
    requireHttp("batchPayFinish URL", finishUrl);
    requireHeader("id", id);
    requireHeader("token", token);
    requirePositive("call timeout", callTimeout);
    requirePositive("batch call timeout", batchCallTimeout);
    requirePositive("connect timeout", connectTimeout);
    if (callsMax < 1) {
      throw new IllegalArgumentException("at least one call must be possible: " + callsMax);
    }
  }

  /**
   * With the usual limits: 5 s for a payment, 30 s for begin and finish, 2 s to connect, 1,024
   * calls at once.
   *
   * @throws IllegalArgumentException if no call could be made with it
   */
  public static ThirdPartyConfig of(
      URI payUrl, URI beginUrl, URI finishUrl, String id, String token) {
    return new ThirdPartyConfig(
        payUrl,
        beginUrl,
        finishUrl,
        id,
        token,
        FinishStyle.QUERY_AND_JSON,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(2),
        1_024);
  }

  /** This, with another style of the finish call. */
  public ThirdPartyConfig withFinishStyle(FinishStyle style) {
    return new ThirdPartyConfig(
        payUrl,
        beginUrl,
        finishUrl,
        id,
        token,
        style,
        callTimeout,
        batchCallTimeout,
        connectTimeout,
        callsMax);
  }

  /** This, with another wait for the answer to a payment. */
  public ThirdPartyConfig withCallTimeout(Duration timeout) {
    return new ThirdPartyConfig(
        payUrl,
        beginUrl,
        finishUrl,
        id,
        token,
        finishStyle,
        timeout,
        batchCallTimeout,
        connectTimeout,
        callsMax);
  }

  @Override
  public String toString() {
    return "third party: pay %s, begin %s, finish %s by %s, id %s, token ***, timeouts %d, %d and %d ms, %d calls"
        .formatted(
            payUrl,
            beginUrl,
            finishUrl,
            finishStyle,
            id,
            callTimeout.toMillis(),
            batchCallTimeout.toMillis(),
            connectTimeout.toMillis(),
            callsMax);
  }

  private static void requireHttp(String what, URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!Set.of("http", "https").contains(scheme) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "the third party's " + what + " is not of the form http://host/path: " + url);
    }
  }

  private static void requireHeader(String what, String value) {
    // The value stays out of the message: it may be the token.
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the third party's " + what + " has a character that no HTTP header can carry");
    }
  }

  private static void requirePositive(String what, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException("the third party's " + what + " is below 1 ms");
    }
  }
}

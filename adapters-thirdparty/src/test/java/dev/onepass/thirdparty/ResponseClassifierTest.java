// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.PayAnswer.InDoubt;
import dev.onepass.ports.thirdparty.PayAnswer.Insufficient;
import dev.onepass.ports.thirdparty.PayAnswer.Rejected;
import dev.onepass.ports.thirdparty.PayAnswer.Settled;
import dev.onepass.ports.thirdparty.PayAnswer.Throttled;
import dev.onepass.ports.thirdparty.PayAnswer.TurnedAway;
import dev.onepass.ports.thirdparty.PayAnswer.UnknownAccount;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of answers, row by row, and the edges between the rows. */
class ResponseClassifierTest {

  private static final String ID = "9f1c";
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final ResponseClassifier classifier =
      new ResponseClassifier(Clock.fixed(NOW, ZoneOffset.UTC));

  private PayAnswer classify(int status, @Nullable String retryAfter, String body) {
    return classifier.classify(
        new HttpReply(status, retryAfter, "", ByteString.encodeUtf8(body)), ID);
  }

  private PayAnswer ok(String body) {
    return classify(200, null, body);
  }

  private static String envelope(int code) {
    return ScriptedServer.envelope(code, ID);
  }

  @Test
  void theDefiniteAnswersAreCodesOfAnEnvelopeOfOurs() {
    assertThat(ok(envelope(200))).isEqualTo(new Settled());
    assertThat(ok(envelope(501))).isEqualTo(new Insufficient());
    assertThat(ok(envelope(404))).isEqualTo(new UnknownAccount());
    assertThat(ok(envelope(400))).isEqualTo(new Rejected(400, "scripted"));
    assertThat(ok(envelope(422))).isEqualTo(new Rejected(422, "scripted"));
  }

  @ParameterizedTest
  @CsvSource({"400", "404", "422"})
  void aStatusThatRepeatsTheCodeChangesNothing(int code) {
    assertThat(classify(code, null, envelope(code))).isEqualTo(ok(envelope(code)));
  }

  @Test
  void throttlingIsNotApplied() {
    assertThat(classify(429, "2", "")).isEqualTo(new Throttled(Duration.ofSeconds(2)));
    assertThat(classify(429, "Mon, 23 Nov 2026 10:00:07 GMT", ""))
        .isEqualTo(new Throttled(Duration.ofSeconds(7)));
    assertThat(classify(429, null, "")).isEqualTo(new Throttled(Duration.ofSeconds(1)));
    assertThat(classify(503, "0", "")).isEqualTo(new Throttled(Duration.ZERO));
    assertThat(ok(envelope(429))).isInstanceOf(Throttled.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 501, 502, 503, 504, 599})
  void aServerErrorIsInDoubtWhateverTheBodySays(int status) {
    assertDoubt(classify(status, null, envelope(200)), Cause.SERVER_ERROR);
    assertDoubt(classify(status, "soon", envelope(501)), Cause.SERVER_ERROR);
  }

  @Test
  void aRetryAfterDoesNotMakeAnotherServerErrorCertain() {
    assertDoubt(classify(504, "1", ""), Cause.SERVER_ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 599})
  void aServerErrorWithinTheEnvelopeIsInDoubtToo(int code) {
    assertDoubt(ok(envelope(code)), Cause.SERVER_ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {-200, 0, 1, 100, 201, 204, 302, 399, 600, 20_000})
  void aCodeThatNobodyKnowsIsNoAnswer(int code) {
    assertDoubt(ok(envelope(code)), Cause.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 201, 204, 301, 302, 307, 400, 401, 404, 409, 600})
  void aStatusWithoutAnEnvelopeThatRepeatsItTurnsTheCallAway(int status) {
    for (String body : List.of(envelope(200), envelope(501), "<html>", "", "{}")) {
      assertTurnedAway(classify(status, null, body), "HTTP " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void wrongCredentialsTurnEveryCallAway(int code) {
    assertTurnedAway(ok(envelope(code)), "code " + code);
    assertTurnedAway(classify(code, null, envelope(code)), "code " + code);
    String toNobody = "{\"code\": " + code + ", \"msg\": \"token expired\"}";
    assertTurnedAway(ok(toNobody), "token expired");
    assertTurnedAway(classify(code, null, toNobody), "token expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>502</html>", "<!DOCTYPE html>", "<?xml version='1.0'?>"})
  void aPageInsteadOfAnAnswerTurnsTheCallAway(String page) {
    assertTurnedAway(ok(page), "HTTP 200");
  }

  @Test
  void aPageIsToldByItsContentTypeToo() {
    ByteString body = ByteString.encodeUtf8("Sign in");
    assertTurnedAway(
        classifier.classify(new HttpReply(200, null, "text/html; charset=utf-8", body), ID),
        "text/html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "200",
        "[]",
        "{}",
        "{\"code\": 200}",
        "{\"requestId\": \"9f1c\"}",
        "{\"code\": 200, \"requestId\": \"9f1d\"}",
        "{\"code\": 200, \"requestId\": \"9F1C\"}",
        "{\"code\": 200, \"requestId\": null}",
        "{\"code\": 200, \"requestId\": [\"9f1c\"]}",
        "{\"code\": null, \"requestId\": \"9f1c\"}",
        "{\"code\": \"200\", \"requestId\": \"9f1c\"}",
        "{\"code\": 200.0, \"requestId\": \"9f1c\"}",
        "{\"code\": 2e2, \"requestId\": \"9f1c\"}",
        "{\"code\": 4294967496, \"requestId\": \"9f1c\"}",
        "{\"code\": 99999999999999999999, \"requestId\": \"9f1c\"}",
        "{\"code\": 501, \"code\": 200, \"requestId\": \"9f1c\"}",
        "{\"code\": 200, \"requestId\": \"x\", \"requestId\": \"9f1c\"}",
        "{\"code\": 200, \"requestId\": \"9f1c\"",
        "{\"code\": 200, \"requestId\": \"9f1c\"}}",
        "{\"code\": 200, \"requestId\": \"9f1c\"}{}",
        "{\"data\": {\"code\": 200, \"requestId\": \"9f1c\"}}",
        "[{\"code\": 200, \"requestId\": \"9f1c\"}]",
        "{'code': 200, 'requestId': '9f1c'}"
      })
  void halfAnAnswerIsNone(String body) {
    assertDoubt(ok(body), Cause.UNREADABLE);
  }

  @Test
  void whatElseTheEnvelopeHoldsDoesNotMatter() {
    String body =
        "{\"data\": {\"code\": 501, \"requestId\": \"x\"}, \"more\": [[{}]], \"msg\": {\"a\": 1},"
            + "\"requestId\": \"9f1c\", \"code\": 200}\n";

    assertThat(ok(body)).isEqualTo(new Settled());
  }

  @Test
  void anEndlesslyNestedBodyIsUnreadable() {
    assertDoubt(ok("{\"data\": " + "[".repeat(60_000)), Cause.UNREADABLE);
  }

  @Test
  void noCutOrAlterationOfAnInsufficientMakesItSettled() {
    String body = envelope(501);
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder altered =
          new StringBuilder(body.substring(0, random.nextInt(body.length() + 1)));
      for (int i = 0; i < random.nextInt(3) && !altered.isEmpty(); i++) {
        altered.setCharAt(
            random.nextInt(altered.length()), body.charAt(random.nextInt(body.length())));
      }
      assertThat(ok(altered.toString()))
          .as("seed %d: %s", seed, altered)
          .isNotEqualTo(new Settled());
    }
  }

  @Test
  void foreignWordsAreCutAndFitForALog() {
    String body = "{\"code\": 400, \"requestId\": \"9f1c\", \"msg\": \"%s\"}";

    Rejected rejected = (Rejected) ok(body.formatted("a\\n\\u001b[2J" + "x".repeat(500)));

    assertThat(rejected.message()).startsWith("a  [2Jx").hasSize(200);
  }

  @Test
  void foreignWordsBreakNoLineOfALogInAnyScript() {
    String body =
        "{\"code\": 400, \"requestId\": \"9f1c\", \"msg\": \"a\\u0085b\\u2028c\\u202ed\"}";

    assertThat(ok(body)).isEqualTo(new Rejected(400, "a b c d"));
  }

  @Test
  void halfACharacterIsNotHandedOn() {
    String body =
        "{\"code\": 400, \"requestId\": \"9f1c\", \"msg\": \""
            + "x".repeat(199)
            + "\ud83d\ude00\"}";

    assertThat(ok(body)).isEqualTo(new Rejected(400, "x".repeat(199)));
  }

  @Test
  void aBrokenCallIsInDoubt() {
    assertDoubt(classifier.classify(new InterruptedIOException("timeout")), Cause.TIMEOUT);
    assertDoubt(classifier.classify(new SocketTimeoutException("connect")), Cause.CONNECTION);
    assertDoubt(classifier.classify(new ConnectException("refused")), Cause.NOT_SENT);
    assertDoubt(classifier.classify(new UnknownHostException("pay.example")), Cause.NOT_SENT);
    assertDoubt(classifier.classify(new IOException("unexpected end")), Cause.CONNECTION);
  }

  private static void assertTurnedAway(PayAnswer answer, String words) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            TurnedAway.class,
            away -> assertThat(away.message()).contains(words).hasSizeLessThanOrEqualTo(200));
  }

  private static void assertDoubt(PayAnswer answer, Cause cause) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            InDoubt.class,
            doubt -> {
              assertThat(doubt.cause()).as(doubt.message()).isEqualTo(cause);
              assertThat(doubt.message()).isNotBlank().hasSizeLessThanOrEqualTo(200);
            });
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import dev.onepass.ports.model.Texts;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says what the outcome of a call means. Whatever is not clearly one of the
 * definite answers is in doubt: a payment that is asked for once more costs a call, one that is
 * wrongly believed costs money. Immutable.
 */
final class ResponseClassifier {

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int INSUFFICIENT = 501;
  private static final int UNAVAILABLE = 503;
  private static final Duration WAIT_UNLESS_TOLD = Duration.ofSeconds(1);

  private final Clock clock;

  /**
   * @param clock tells how far away the date in a {@code Retry-After} is
   */
  ResponseClassifier(Clock clock) {
    this.clock = clock;
  }

  /** What a reply to the call with this request id means. */
  PayAnswer classify(HttpReply reply, String requestId) {
    Optional<Duration> wait = RetryAfter.read(reply.retryAfter(), clock);
    if (reply.status() == TOO_MANY_REQUESTS) {
      return new Throttled(wait.orElse(WAIT_UNLESS_TOLD));
    }
    if (reply.status() == UNAVAILABLE && wait.isPresent()) {
      return new Throttled(wait.get());
    }
    if (isServerError(reply.status())) {
      return inDoubt(Cause.SERVER_ERROR, "HTTP " + reply.status());
    }
    return read(reply, requestId);
  }

  /**
   * A reply that is none of the third party's own. In the middle of a 200 it may be its own, cut
   * off; any other status is told by what stands before it: wrong credentials or address, a
   * redirection, a proxy that lets nothing through.
   */
  private static PayAnswer foreign(HttpReply reply, String why) {
    String words = "HTTP " + reply.status() + reply.kind() + ": " + why;
    return reply.status() == OK && !reply.isPage()
        ? unreadable(words)
        : new TurnedAway(printable(words));
  }

  /** What a call that broke off means. */
  PayAnswer classify(IOException failure) {
    if (failure instanceof ConnectException || failure instanceof UnknownHostException) {
      return inDoubt(Cause.NOT_SENT, failure.toString());
    }
    // Connecting has a timeout of its own; everything after it has only that of the whole call.
    boolean inTime =
        !(failure instanceof InterruptedIOException) || failure instanceof SocketTimeoutException;
    return inDoubt(inTime ? Cause.CONNECTION : Cause.TIMEOUT, failure.toString());
  }

  static PayAnswer unreadable(String message) {
    return inDoubt(Cause.UNREADABLE, message);
  }

  private static PayAnswer read(HttpReply reply, String requestId) {
    if (reply.isTooLong()) {
      return foreign(reply, "body too long");
    }
    Envelope envelope;
    try {
      envelope = Envelope.read(reply.body().toByteArray());
    } catch (IOException e) {
      return foreign(reply, "body unreadable: " + firstLine(e));
    }
    if (!requestId.equals(envelope.requestId())) {
      boolean turnedAway = isTurnedAway(reply.status()) || isTurnedAway(envelope.code());
      String words = "the answer is to another request: " + envelope.requestId();
      return turnedAway
          ? new TurnedAway(printable(words(envelope) + "; " + words))
          : unreadable(words);
    }
    // Some servers repeat the code as the status. Any other status does not go with an answer.
    if (reply.status() != OK && reply.status() != envelope.code()) {
      return foreign(reply, "but code %d".formatted(envelope.code()));
    }
    return judge(envelope);
  }

  private static boolean isTurnedAway(int code) {
    return code == UNAUTHORIZED || code == FORBIDDEN;
  }

  private static String words(Envelope envelope) {
    return "code " + envelope.code() + ": " + envelope.message();
  }

  private static PayAnswer judge(Envelope envelope) {
    int code = envelope.code();
    return switch (code) {
      case OK -> new Settled();
      case INSUFFICIENT -> new Insufficient();
      case NOT_FOUND -> new UnknownAccount();
      case TOO_MANY_REQUESTS -> new Throttled(WAIT_UNLESS_TOLD);
      case UNAUTHORIZED, FORBIDDEN -> new TurnedAway(printable(words(envelope)));
      default -> {
        String words = words(envelope);
        if (code >= 400 && code < 500) {
          yield new Rejected(code, printable(envelope.message()));
        }
        yield isServerError(code) ? inDoubt(Cause.SERVER_ERROR, words) : unreadable(words);
      }
    };
  }

  private static boolean isServerError(int code) {
    return code >= 500 && code < 600;
  }

  private static InDoubt inDoubt(Cause cause, String message) {
    return new InDoubt(cause, printable(message));
  }

  /** Jackson adds lines that quote the source. */
  private static String firstLine(IOException e) {
    @Nullable String message = e.getMessage();
    return message == null ? e.toString() : message.lines().findFirst().orElse("");
  }

  /** Fit for a log line: foreign words may hold anything. */
  private static String printable(String message) {
    String cut = Texts.cut(message, PayAnswer.MESSAGE_LENGTH_MAX);
    // Of every script: what controls, breaks lines, changes direction, or is half a character.
    return cut.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ");
  }
}

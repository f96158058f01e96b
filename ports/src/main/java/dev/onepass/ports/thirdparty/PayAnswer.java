// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.thirdparty;

import dev.onepass.ports.model.Texts;
import java.time.Duration;

/** The outcome of a payment call. The first four are definite; after the others, ask again. */
public sealed interface PayAnswer {

  /** The longest message that is kept. */
  int MESSAGE_LENGTH_MAX = 200;

  /** The amount left the external account, by this call or an earlier one with the same id. */
  record Settled() implements PayAnswer {}

  /** The external account holds less than the amount. A success of the service, not a failure. */
  record Insufficient() implements PayAnswer {}

  /** There is no such external account. */
  record UnknownAccount() implements PayAnswer {}

  /**
   * The request is malformed in the third party's eyes: a bug here or a wrong configuration.
   *
   * @param code the third party's code
   * @param message the third party's words; cut to {@link #MESSAGE_LENGTH_MAX}
   */
  record Rejected(int code, String message) implements PayAnswer {
    public Rejected {
      message = Texts.cut(message, MESSAGE_LENGTH_MAX);
    }
  }

  /**
   * Not applied: too much was asked.
   *
   * @param retryAfter how long to wait before the next call; not negative
   */
  record Throttled(Duration retryAfter) implements PayAnswer {

    /**
     * @throws IllegalArgumentException if it is negative
     */
    public Throttled {
      if (retryAfter.isNegative()) {
        throw new IllegalArgumentException("negative: " + retryAfter);
      }
    }
  }

  /**
   * Turned away whoever's account it is for: a wrong credential or address, a proxy's page. What is
   * wrong is wrong for all calls, until somebody puts it right. The payment may or may not have
   * been applied.
   *
   * @param message for people; cut to {@link #MESSAGE_LENGTH_MAX}
   */
  record TurnedAway(String message) implements PayAnswer {
    public TurnedAway {
      message = Texts.cut(message, MESSAGE_LENGTH_MAX);
    }
  }

  /**
   * May or may not have been applied; only the same transaction id can tell.
   *
   * @param cause what happened to the call
   * @param message for people; cut to {@link #MESSAGE_LENGTH_MAX}
   */
  record InDoubt(Cause cause, String message) implements PayAnswer {
    public InDoubt {
      message = Texts.cut(message, MESSAGE_LENGTH_MAX);
    }
  }

  /** Why a call has no definite answer. */
  enum Cause {
    /** The third party answered that it failed (a 5xx). */
    SERVER_ERROR,
    /** Nothing came in time. */
    TIMEOUT,
    /** The connection broke. */
    CONNECTION,
    /** The answer was no answer to this call: unreadable, or with another's request id. */
    UNREADABLE,
    /** Not sent at all: no connection could be made, or the gateway did not try. */
    NOT_SENT
  }

  /** Whether it says for certain what became of the payment. */
  default boolean isDefinite() {
    return !(this instanceof Throttled || this instanceof TurnedAway || this instanceof InDoubt);
  }
}

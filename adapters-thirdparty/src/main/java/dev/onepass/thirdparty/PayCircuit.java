// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreaker.State;
import dev.failsafe.event.CircuitBreakerStateChangedEvent;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.PayAnswer.InDoubt;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops payments to a service that is down: when nine in ten of at least twenty calls within ten
 * seconds got no answer or a 5xx. Throttling and answers that cannot be read come from a service
 * that is up, and refusals are its work. Thread-safe.
 */
final class PayCircuit {

  static final PayAnswer OPEN =
      new InDoubt(Cause.CIRCUIT_OPEN, "not sent: the third party has not been answering");

  private static final Logger log = LoggerFactory.getLogger(PayCircuit.class);
  private static final int FAILURE_PERCENT = 90;
  private static final int CALLS_MIN = 20;
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int PROBES = 3;

  private final String service;
  private final CircuitBreaker<Object> breaker;

  /**
   * @param service the URL, for the log
   * @param pause time without calls before the service is probed
   */
  PayCircuit(String service, Duration pause) {
    this.service = service;
    this.breaker =
        CircuitBreaker.builder()
            .withFailureRateThreshold(FAILURE_PERCENT, CALLS_MIN, WINDOW)
            .withDelay(pause)
            .withSuccessThreshold(1, PROBES)
            .onOpen(this::sayDown)
            .onClose(event -> sayUp())
            .build();
  }

  /** Whether a call may go out. Its answer must be {@linkplain #hear told} then. */
  boolean admits() {
    return breaker.tryAcquirePermit();
  }

  void hear(PayAnswer answer) {
    if (saysDown(answer)) {
      breaker.recordFailure();
    } else {
      breaker.recordSuccess();
    }
  }

  private static boolean saysDown(PayAnswer answer) {
    return answer instanceof InDoubt inDoubt
        && switch (inDoubt.cause()) {
          case SERVER_ERROR, TIMEOUT, CONNECTION -> true;
          case UNREADABLE, CIRCUIT_OPEN -> false;
        };
  }

  private void sayDown(CircuitBreakerStateChangedEvent event) {
    if (event.getPreviousState() == State.CLOSED) {
      log.warn("The third party at {} does not answer: payments wait until it does.", service);
    }
  }

  private void sayUp() {
    log.info("The third party at {} answers again.", service);
  }
}

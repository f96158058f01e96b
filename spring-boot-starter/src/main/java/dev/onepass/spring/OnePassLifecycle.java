// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import dev.onepass.domain.OnePass;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.SmartLifecycle;

/**
 * Starts One-Pass before the application serves requests, and stops it after the last of them: what
 * is in flight is finished, for as long as {@code spring.lifecycle.timeout-per-shutdown-phase}
 * allows, and the rest goes on at the next start. Thread-safe.
 */
final class OnePassLifecycle implements SmartLifecycle {

  // Web servers have DEFAULT_PHASE - 2048 and - 1024: lower ones start earlier and stop later.
  private static final int PHASE = DEFAULT_PHASE - 4096;

  private final OnePass onePass;
  private volatile boolean running;

  OnePassLifecycle(OnePass onePass) {
    this.onePass = onePass;
  }

  @Override
  public void start() {
    onePass.start();
    running = true;
  }

  @Override
  public void stop(Runnable done) {
    running = false;
    onePass.stop().whenComplete((nothing, failure) -> done.run());
  }

  @Override
  public void stop() {
    var stopped = new CompletableFuture<Void>();
    stop(() -> stopped.complete(null));
    stopped.join();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /**
   * Stopped is stopped for good, so Spring 7 must not pause contexts that only rest between tests.
   * Overrides a method that Spring 6 does not have.
   */
  public boolean isPauseable() {
    return false;
  }
}

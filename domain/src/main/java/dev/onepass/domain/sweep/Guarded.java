// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Calls of ports that promise a stage, and may throw or give none all the same. */
final class Guarded {

  private Guarded() {}

  /** Returns what the call returns; a stage that has failed if it throws or returns null. */
  static <T> CompletionStage<T> call(Supplier<CompletionStage<T>> call) {
    try {
      return requireNonNull(call.get(), "no stage");
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import static java.util.Objects.requireNonNull;

import dev.onepass.domain.event.OnePassListener;
import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.LimitBounds;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.ports.SharedCache;
import dev.onepass.ports.Storage;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.ports.time.Timekeeper;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what One-Pass is built on. Storage and gateway are needed. Without a cache the database
 * answers everything, and keeps nodes apart alone; without an executor and a timekeeper it has
 * threads and a clock of its own until it is closed. Not thread-safe.
 */
public final class OnePassBuilder {

  @Nullable Storage storage;
  @Nullable PaymentGateway gateway;
  @Nullable SharedCache cache;
  @Nullable Timekeeper timekeeper;
  @Nullable Executor executor;
  OnePassListener listener = OnePassListener.NONE;
  RandomGenerator random = new Random();
  LedgerSettings ledgerSettings = LedgerSettings.DEFAULT;
  SweepSettings sweepSettings = SweepSettings.of("embedded");
  LimitBounds concurrency = new LimitBounds(10, 60);

  OnePassBuilder() {}

  /** The database. */
  public OnePassBuilder storage(Storage storage) {
    this.storage = storage;
    return this;
  }

  /** The third party. */
  public OnePassBuilder gateway(PaymentGateway gateway) {
    this.gateway = gateway;
    return this;
  }

  /** What the nodes of the same database share beside it. */
  public OnePassBuilder cache(SharedCache cache) {
    this.cache = cache;
    return this;
  }

  /** A clock other than the machine's, as tests have. */
  public OnePassBuilder timekeeper(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
    return this;
  }

  /**
   * All work runs on it, and blocks it for the database: 8 threads or more, or virtual ones. It may
   * refuse tasks: transfers then fail with {@link dev.onepass.ports.error.OverloadedException}, and
   * all else is offered again. One that runs tasks in their caller makes callers wait.
   */
  public OnePassBuilder executor(Executor executor) {
    this.executor = executor;
    return this;
  }

  /** Hears what is done, to count it, for example. */
  public OnePassBuilder listener(OnePassListener listener) {
    this.listener = listener;
    return this;
  }

  /** Spreads retries in time; thread-safe. */
  public OnePassBuilder random(RandomGenerator random) {
    this.random = random;
    return this;
  }

  public OnePassBuilder ledgerSettings(LedgerSettings settings) {
    this.ledgerSettings = settings;
    return this;
  }

  public OnePassBuilder sweepSettings(SweepSettings settings) {
    this.sweepSettings = settings;
    return this;
  }

  /** How many payment calls may be in flight; 10 to 60 unless told otherwise. */
  public OnePassBuilder concurrency(LimitBounds bounds) {
    this.concurrency = bounds;
    return this;
  }

  /**
   * @throws NullPointerException naming what is needed and was not given
   */
  public OnePass build() {
    return new OnePass(
        this, requireNonNull(storage, "storage"), requireNonNull(gateway, "gateway"));
  }
}

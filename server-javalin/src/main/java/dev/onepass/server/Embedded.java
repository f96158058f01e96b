// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.embedded.EmbeddedServices;
import dev.onepass.embedded.MariaDbOptions;
import dev.onepass.embedded.RedisPersistence;
import dev.onepass.server.config.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that come with One-Pass and that the settings ask for, running.
 *
 * @param mariaDb empty if the settings name a database
 * @param redis empty if they name a cache
 * @param closing stops them
 */
record Embedded(Optional<EmbeddedMariaDb> mariaDb, Optional<EmbeddedRedis> redis, Runnable closing)
    implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Embedded.class);

  static Embedded start(Settings settings) {
    Path directory = settings.dataDir();
    Consumer<String> progress = LOG::info;
    if (settings.mysql().isEmpty() && settings.redis().isEmpty()) {
      // Together, because each takes its time.
      var both = EmbeddedServices.start(directory, MariaDbOptions.DEFAULT, progress);
      return new Embedded(Optional.of(both.mariaDb()), Optional.of(both.redis()), both::close);
    }
    if (settings.mysql().isEmpty()) {
      var mariaDb =
          EmbeddedMariaDb.start(directory.resolve("mariadb"), MariaDbOptions.DEFAULT, progress);
      return new Embedded(Optional.of(mariaDb), Optional.empty(), mariaDb::close);
    }
    if (settings.redis().isEmpty()) {
      var redis =
          EmbeddedRedis.start(directory.resolve("redis"), RedisPersistence.APPEND_ONLY, progress);
      return new Embedded(Optional.empty(), Optional.of(redis), redis::close);
    }
    return new Embedded(Optional.empty(), Optional.empty(), () -> {});
  }

  @Override
  public void close() {
    closing.run();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.cache.CacheOutages;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Outages of the cache in a row of the database, each report and each look by its key. Thread-safe.
 */
final class MySqlCacheOutages implements CacheOutages {

  private static final String REPORT =
      """
      INSERT INTO cache_outages (id, reports, current_until)
      VALUES (1, 1, UTC_TIMESTAMP(6) + INTERVAL :micros MICROSECOND)
      ON DUPLICATE KEY UPDATE
        reports = reports + 1,
        current_until =
          GREATEST(current_until, UTC_TIMESTAMP(6) + INTERVAL :micros MICROSECOND)
      """;

  private static final String LOOK =
      "SELECT reports, current_until > UTC_TIMESTAMP(6) AS is_current"
          + " FROM cache_outages WHERE id = 1";

  private static final Seen NEVER = new Seen(0, false);

  private final Database database;

  MySqlCacheOutages(Database database) {
    this.database = database;
  }

  @Override
  public void report(Duration ahead) {
    database.change(
        "report an outage of the cache",
        handle ->
            handle
                .createUpdate(REPORT)
                .bind("micros", TimeUnit.NANOSECONDS.toMicros(ahead.toNanos()))
                .execute());
  }

  @Override
  public Seen look() {
    return database.query(
        "look for outages of the cache",
        handle ->
            handle
                .createQuery(LOOK)
                .map(
                    (row, context) ->
                        new Seen(row.getLong("reports"), row.getBoolean("is_current")))
                .findOne()
                .orElse(NEVER));
  }
}

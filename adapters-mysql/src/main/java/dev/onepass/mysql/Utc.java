// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Instants as the columns hold them: UTC, to the millisecond. The driver hands a {@link
 * LocalDateTime} over as it is, whatever zone the session, the server or this JVM is in.
 */
final class Utc {

  private Utc() {}

  static LocalDateTime column(Instant instant) {
    return LocalDateTime.ofInstant(toMillis(instant), ZoneOffset.UTC);
  }

  static Instant toMillis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }

  static Instant required(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
    LocalDateTime value = row.getObject(column, LocalDateTime.class);
    return value == null ? null : value.toInstant(ZoneOffset.UTC);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at a database by one connection, and changes nothing. Used by one thread, once. */
final class DatabaseLook {

  private static final Set<String> RIGHTS =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "INDEX");
  private static final Pattern GRANT =
      Pattern.compile("GRANT (.+) ON (?:`?([^`.]*)`?|\\*)\\.\\*.*");
  private static final long PACKET_USUAL = 4L << 20;

  private final MySqlConfig config;
  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  DatabaseLook(MySqlConfig config) {
    this.config = config;
  }

  /** Tells a database that does not answer, or lets nobody in, as a fault. */
  DatabaseReport report() {
    try (Connection connection = Connections.single(config, config.jdbcUrl())) {
      return look(connection);
    } catch (SQLException e) {
      if (e.getErrorCode() == MySqlErrors.UNKNOWN_DATABASE) {
        warnings.add(
            "there is no database %s yet; the start makes it".formatted(config.database()));
      } else if (MySqlErrors.isUnavailable(e)) {
        faults.add("it does not answer: " + FirstContact.reason(e));
      } else {
        faults.add(FirstContact.refusal(config, e));
      }
      return new DatabaseReport("", Duration.ZERO, faults, warnings);
    }
  }

  private DatabaseReport look(Connection connection) throws SQLException {
    Duration clockAhead = clockAhead(connection);
    if (!Writability.isGiven(connection)) {
      faults.add("it takes no writes: it is a replica, or has lost its group; name the primary");
    }
    if ("STATEMENT".equalsIgnoreCase(text(connection, "SELECT @@session.binlog_format").orElse(""))
        && isOn(connection, "@@global.log_bin")) {
      faults.add("its binary log is in STATEMENT format; set binlog_format to ROW");
    }
    long packet =
        text(connection, "SELECT @@global.max_allowed_packet").map(Long::parseLong).orElse(0L);
    if (packet < PACKET_USUAL) {
      warnings.add(
          "max_allowed_packet is %d bytes; with less than 4 MiB much is sent in small parts"
              .formatted(packet));
    }
    rights(connection);
    faults.addAll(Schema.isAdopted(connection) ? List.of() : BalancesInspection.faults(connection));
    return new DatabaseReport(
        connection.getMetaData().getDatabaseProductName()
            + " "
            + connection.getMetaData().getDatabaseProductVersion(),
        clockAhead,
        faults,
        warnings);
  }

  private static Duration clockAhead(Connection connection) throws SQLException {
    Instant before = Instant.now();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT UTC_TIMESTAMP(3) AS now")) {
      row.next();
      Instant there = Utc.required(row, "now");
      Instant after = Instant.now();
      // In the middle of the round trip, as NTP has it.
      return Duration.between(before.plus(Duration.between(before, after).dividedBy(2)), there);
    }
  }

  /** Roles and the like may grant more than can be read here, so that a lack is but a warning. */
  private void rights(Connection connection) throws SQLException {
    Set<String> missing = new TreeSet<>(RIGHTS);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW GRANTS")) {
      while (row.next()) {
        Matcher grant = GRANT.matcher(row.getString(1));
        if (grant.matches() && isOurs(grant.group(2))) {
          List<String> granted = List.of(grant.group(1).toUpperCase(Locale.ROOT).split(", *"));
          if (granted.contains("ALL PRIVILEGES")) {
            missing.clear();
          }
          granted.forEach(missing::remove);
        }
      }
    }
    if (!missing.isEmpty()) {
      warnings.add(
          "the user %s seems to lack %s on %s, which a start or a change of the tables needs"
              .formatted(config.user(), String.join(", ", missing), config.database()));
    }
  }

  /** A name in a grant is a pattern in which % and _ stand for signs, unless escaped. */
  private boolean isOurs(@Nullable String granted) {
    if (granted == null || granted.equals("*")) {
      return true;
    }
    String pattern =
        Pattern.quote(granted.replace("\\_", "_")).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q");
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(config.database()).matches();
  }

  private static boolean isOn(Connection connection, String variable) throws SQLException {
    String value = text(connection, "SELECT " + variable).orElse("0");
    return value.equals("1") || value.equalsIgnoreCase("ON");
  }

  private static Optional<String> text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.mysql.MySqlDsn.invalid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the parameters of a Go DSN, as far as they mean something to MySQL Connector/J. Used once.
 *
 * <p>Takes whatever that driver takes. What it does not know by name it sends to the server as a
 * system variable, and so does this; only what the ledger's exactness or the bounds of its waits
 * rest on is ignored, with a warning.
 *
 * @see <a href="https://github.com/go-sql-driver/mysql#parameters">the driver's parameters</a>
 */
final class GoParameters {

  private static final Pattern DURATION =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ms|us|µs|μs|ns|s|m|h)");
  private static final Map<String, Double> UNIT_MILLIS =
      Map.of(
          "ns", 1e-6, "us", 1e-3, "µs", 1e-3, "μs", 1e-3, "ms", 1.0, "s", 1e3, "m", 6e4, "h",
          3.6e6);

  /** Of the Go driver's own making, or always so here. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "allowAllFiles",
          "allowCleartextPasswords",
          "allowFallbackToPlaintext",
          "allowNativePasswords",
          "allowOldPasswords",
          "checkConnLiveness",
          "clientFoundRows",
          "collation",
          "columnsWithAlias",
          "interpolateParams",
          "loc",
          "maxAllowedPacket",
          "multiStatements",
          "parseTime",
          "rejectReadOnly",
          "timeTruncate");

  /** Session variables that transactions, texts or the bounds of waits rest on. */
  private static final Set<String> RULED =
      Set.of(
          "autocommit",
          "character_set_client",
          "character_set_connection",
          "character_set_results",
          "collation_connection",
          "completion_type",
          "innodb_lock_wait_timeout",
          "max_execution_time",
          "max_statement_time",
          "names",
          "sql_auto_is_null",
          "sql_mode",
          "sql_safe_updates",
          "sql_select_limit",
          "transaction_isolation",
          "transaction_read_only",
          "tx_isolation",
          "tx_read_only");

  private static final Pattern VARIABLE = Pattern.compile("[a-z][a-z0-9_.]*|[A-Z][A-Z0-9_.]*");

  private final Map<String, String> properties = new HashMap<>();
  private final List<String> sessionVariables = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  GoParameters(Map<String, String> parameters) {
    // Without TLS, which is the Go driver's default, a password goes under the server's public key.
    properties.put("sslMode", "DISABLED");
    properties.put("allowPublicKeyRetrieval", "true");
    parameters.forEach(this::take);
    if (!sessionVariables.isEmpty()) {
      properties.put("sessionVariables", String.join(",", sessionVariables));
    }
  }

  Map<String, String> properties() {
    return properties;
  }

  /** What was ignored and why, without values: some are secrets. */
  List<String> warnings() {
    return warnings;
  }

  private void take(String name, String value) {
    switch (name) {
      case "tls" -> properties.put("sslMode", sslMode(value));
      case "timeout" -> properties.put("connectTimeout", millis(name, value));
      case "readTimeout" -> properties.put("socketTimeout", millis(name, value));
      case "writeTimeout" -> millis(name, value); // Connector/J hands a write to the kernel
      case "compress" -> properties.put("useCompression", "" + bool(name, value));
      case "connectionAttributes" -> properties.put("connectionAttributes", value);
      case "charset" -> charset(value);
      case "serverPubKey" ->
          warnings.add("serverPubKey names a key of a Go program; the server is asked for its own");
      default -> {
        if (!WITHOUT_MEANING.contains(name)) {
          systemVariable(name, value);
        }
      }
    }
  }

  private void charset(String names) {
    if (!Set.of("utf8mb4", "utf8").contains(names.split(",", -1)[0].toLowerCase(Locale.ROOT))) {
      warnings.add("charset is ignored: it is always utf8mb4");
    }
  }

  private void systemVariable(String name, String value) {
    // The driver's own parameters are camelCase: such a name is one of them, mistyped.
    if (!VARIABLE.matcher(name).matches()) {
      throw invalid("the parameter " + name + " is not known");
    }
    if (RULED.contains(name.toLowerCase(Locale.ROOT))) {
      warnings.add(name + " is ignored: One-Pass sets it for each of its connections");
    } else {
      sessionVariables.add(name + "=" + value);
    }
  }

  private static String sslMode(String tls) {
    return switch (tls.toLowerCase(Locale.ROOT)) {
      case "false", "0" -> "DISABLED";
      case "preferred" -> "PREFERRED";
      case "skip-verify" -> "REQUIRED";
      case "true", "1" -> "VERIFY_IDENTITY";
      default ->
          throw invalid(
              "tls is true, false, skip-verify or preferred; a name that a Go program has"
                  + " registered means nothing here");
    };
  }

  private static boolean bool(String name, String value) {
    return switch (value) {
      case "true", "TRUE", "True", "1" -> true;
      case "false", "FALSE", "False", "0" -> false;
      default -> throw invalid(name + " is true or false");
    };
  }

  /** Reads a duration as Go writes it, such as {@code 1m30s}; zero means no bound. */
  private static String millis(String name, String duration) {
    if (duration.equals("0")) {
      return "0";
    }
    Matcher parts = DURATION.matcher(duration);
    double millis = 0;
    int end = 0;
    while (parts.lookingAt()) {
      millis += Double.parseDouble(parts.group(1)) * UNIT_MILLIS.getOrDefault(parts.group(2), 0.0);
      end = parts.end();
      parts.region(end, duration.length());
    }
    if (end == 0 || end < duration.length()) {
      throw invalid(name + " is not a duration such as 30s or 500ms");
    }
    // Zero would mean for ever.
    return Long.toString(millis == 0 ? 0 : Math.max(1, Math.round(millis)));
  }
}

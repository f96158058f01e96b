// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlDsnTest {

  @Test
  void readsTheReferencesAddress() {
    MySqlDsn dsn =
        MySqlDsn.parse(
            "root:root@tcp(mysql:3306)/onepass?charset=utf8mb4&parseTime=True&loc=Local");
    assertThat(dsn.jdbcUrl()).isEqualTo("jdbc:mysql://mysql:3306/onepass");
    assertThat(dsn.user()).isEqualTo("root");
    assertThat(dsn.password()).isEqualTo("root");
    assertThat(dsn.properties())
        .isEqualTo(Map.of("sslMode", "DISABLED", "allowPublicKeyRetrieval", "true"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "u:p@tcp(h:1)/d | jdbc:mysql://h:1/d | u | p",
        "u:p@tcp(h)/d | jdbc:mysql://h:3306/d | u | p",
        "u:p@tcp(a:1,b,[::1]:3)/d | jdbc:mysql://a:1,b:3306,[::1]:3/d | u | p",
        "u:p@tcp(:1)/d | jdbc:mysql://127.0.0.1:1/d | u | p",
        "u:p@tcp([::1]:3307)/d | jdbc:mysql://[::1]:3307/d | u | p",
        "u:p@tcp([2001:db8::1])/d | jdbc:mysql://[2001:db8::1]:3306/d | u | p",
        "u:p@tcp/d | jdbc:mysql://127.0.0.1:3306/d | u | p",
        "u:p@/d | jdbc:mysql://127.0.0.1:3306/d | u | p",
        "u@tcp(h:1)/d | jdbc:mysql://h:1/d | u | \"\"",
        "tcp(h:1)/d | jdbc:mysql://h:1/d | \"\" | \"\"",
        "/d | jdbc:mysql://127.0.0.1:3306/d | \"\" | \"\"",
        "u:p@ss@tcp(h:1)/d | jdbc:mysql://h:1/d | u | p@ss",
        "u:p:a:s@tcp(h:1)/d | jdbc:mysql://h:1/d | u | p:a:s",
        "u:p/a/s@tcp(h:1)/d | jdbc:mysql://h:1/d | u | p/a/s",
        "u:p(a)?s&x=1@tcp(h:1)/d | jdbc:mysql://h:1/d | u | p(a)?s&x=1",
        "u:50%@tcp(h:1)/d | jdbc:mysql://h:1/d | u | 50%",
      })
  void readsTheGoForm(String text, String url, String user, String password) {
    MySqlDsn dsn = MySqlDsn.parse(text);
    assertThat(dsn.jdbcUrl()).isEqualTo(url);
    assertThat(dsn.user()).isEqualTo(user);
    assertThat(dsn.password()).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource({
    "tls=true, sslMode, VERIFY_IDENTITY",
    "tls=True, sslMode, VERIFY_IDENTITY",
    "tls=1, sslMode, VERIFY_IDENTITY",
    "tls=skip-verify, sslMode, REQUIRED",
    "tls=Skip-Verify, sslMode, REQUIRED",
    "tls=preferred, sslMode, PREFERRED",
    "tls=false, sslMode, DISABLED",
    "tls=0, sslMode, DISABLED",
    "compress=true, useCompression, true",
    "compress=0, useCompression, false",
    "connectionAttributes=program_name:billing, connectionAttributes, program_name:billing",
    "time_zone=%27%2B08%3A00%27, sessionVariables, time_zone='+08:00'",
    "wait_timeout=60, sessionVariables, wait_timeout=60",
    "WAIT_TIMEOUT=60, sessionVariables, WAIT_TIMEOUT=60",
    "foreign_key_checks=0&group_concat_max_len=99, sessionVariables, 'foreign_key_checks=0,group_concat_max_len=99'",
    "no_such_variable=1, sessionVariables, no_such_variable=1",
    "time_zone=UTC&time_zone=SYSTEM, sessionVariables, time_zone=SYSTEM",
  })
  void mapsGoParametersThatHaveAMeaningHere(String parameter, String name, String value) {
    MySqlDsn dsn = MySqlDsn.parse("u:p@tcp(h:1)/d?" + parameter);
    assertThat(dsn.properties()).containsEntry(name, value);
    assertThat(dsn.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "timeout=10s, 10000, 30000, 10000",
    "timeout=500ms, 500, 30000, 10000",
    "timeout=.5s, 500, 30000, 10000",
    "timeout=100us, 1, 30000, 10000",
    "timeout=0, 5000, 30000, 10000",
    "timeout=0s, 5000, 30000, 10000",
    "readTimeout=1m30s, 5000, 90000, 10000",
    "readTimeout=30s&writeTimeout=2s, 5000, 30000, 10000",
    "writeTimeout=2s, 5000, 30000, 10000",
    "readTimeout=0, 5000, 30000, 10000",
    "readTimeout=8s, 5000, 8000, 4000",
    "readTimeout=2s, 5000, 2000, 1000",
    "readTimeout=1h, 5000, 3600000, 10000",
  })
  void givesTimeoutsTheirMeaningInGo(String parameters, long connect, long answer, long lock) {
    MySqlDsn dsn = MySqlDsn.parse("u:p@tcp(h:1)/d?" + parameters);
    assertThat(dsn.timeouts())
        .isEqualTo(
            new MySqlConfig.Timeouts(
                Duration.ofMillis(connect), Duration.ofMillis(answer), Duration.ofMillis(lock)));
    assertThat(dsn.properties()).doesNotContainKeys("connectTimeout", "socketTimeout");
    assertThat(dsn.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "autocommit=true, autocommit",
    "transaction_isolation=%27REPEATABLE-READ%27, transaction_isolation",
    "tx_isolation=%27SERIALIZABLE%27, tx_isolation",
    "innodb_lock_wait_timeout=5, innodb_lock_wait_timeout",
    "SQL_MODE=%27%27, SQL_MODE",
    "sql_select_limit=5, sql_select_limit",
    "max_execution_time=100, max_execution_time",
    "charset=latin1, charset",
    "serverPubKey=ours, serverPubKey",
    "readTimeout=500ms, 2 s",
  })
  void ignoresWithAWarningWhatOnePassRules(String parameter, String named) {
    MySqlDsn dsn = MySqlDsn.parse("u:p@tcp(h:1)/d?" + parameter);
    assertThat(dsn.warnings()).singleElement().asString().contains(named);
    assertThat(dsn.properties()).isEqualTo(MySqlDsn.parse("u:p@tcp(h:1)/d").properties());
  }

  @Test
  void dropsGoParametersThatHaveNone() {
    String known =
        "loc=Asia%2FShanghai&parseTime=true&interpolateParams=true&maxAllowedPacket=0"
            + "&collation=utf8mb4_unicode_ci&multiStatements=false&charset=utf8mb4,utf8"
            + "&allowNativePasswords=true&allowCleartextPasswords=1&checkConnLiveness=false"
            + "&clientFoundRows=true&columnsWithAlias=true&rejectReadOnly=true&timeTruncate=1us"
            + "&allowAllFiles=false&allowOldPasswords=0&allowFallbackToPlaintext=true";
    assertThat(MySqlDsn.parse("u:p@tcp(h:1)/d?" + known).properties())
        .isEqualTo(MySqlDsn.parse("u:p@tcp(h:1)/d").properties());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "u:geheim@tcp(h:1)|no / before",
        "u:geheim@tcp(h:1)/|name of the database is missing",
        "u:geheim@tcp(h:1)/?charset=utf8mb4|name of the database is missing",
        "u:geheim@tcp(h:1)/a%2Fb|name of the database has a sign",
        "u:geheim@tcp(h:1)/a%3Fb|name of the database has a sign",
        "u:geheim@tcp(h?x=1)/d|host or host:port",
        "u:geheim@unix(/tmp/mysql.sock)/d|unix sockets are not supported",
        "u:geheim@udp(h:1)/d|the network is not tcp",
        "u:geheim@tcp(h:1/d|tcp(host:port)",
        "u:geheim@tcp(h:port)/d|host or host:port",
        "u:geheim@tcp(::1)/d|host or host:port",
        "u:geheim@tcp(h:1)/d?parsTime=true|parsTime is not known",
        "u:geheim@tcp(h:1)/d?tls=custom|tls is",
        "u:geheim@tcp(h:1)/d?loc=Asia/Shanghai|write a / within a parameter as %2F",
        "u:geheim@tcp(h:1)/d?compress=perhaps|compress is true or false",
        "u:geheim@tcp(h:1)/d?readTimeout=-5s|readTimeout is not a duration",
        "u:geheim@tcp(h:1)/d?writeTimeout=soon|writeTimeout is not a duration",
        "u:geheim@tcp(h:1)/d?a%20b=1|a%20b is not known",
        "jdbc:mysql://h/d?password=geheim&socketTimeout=5s|socketTimeout is a number",
        "u:geheim@tcp(h:1)/d?timeout=10|timeout is not a duration",
        "u:geheim@tcp(h:1)/d?timeout=10s!|timeout is not a duration",
        "u:geheim@tcp(h:1)/d?loc|name=value",
        "u:geheim@tcp(h:1)/d?loc=%zz|hexadecimal",
        "jdbc:postgresql://h/d?password=geheim|jdbc:mysql:",
        "jdbc:mysql://h:1?password=geheim|looks like",
        "jdbc:mysql://u:geheim@h:1/d|as its parameters",
        "geheim|no / before",
        "''|no / before",
      })
  void saysWhatIsWrongAndNeverThePassword(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MySqlDsn.parse(text))
        .withMessageStartingWith("mysql.dsn: ")
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("geheim"));
  }

  @Test
  void readsAJdbcUrl() {
    MySqlDsn dsn =
        MySqlDsn.parse(
            "jdbc:mysql://h:1/d?user=u&password=p%26%40&createDatabaseIfNotExist=true&sslMode=REQUIRED");
    assertThat(dsn.jdbcUrl()).isEqualTo("jdbc:mysql://h:1/d");
    assertThat(dsn.user()).isEqualTo("u");
    assertThat(dsn.password()).isEqualTo("p&@");
    assertThat(dsn.properties()).isEqualTo(Map.of("sslMode", "REQUIRED"));
  }

  @Test
  void readsTheTimeoutsOfAJdbcUrl() {
    assertThat(MySqlDsn.parse("jdbc:mysql://h/d?connectTimeout=700&socketTimeout=6000").timeouts())
        .isEqualTo(
            new MySqlConfig.Timeouts(
                Duration.ofMillis(700), Duration.ofSeconds(6), Duration.ofSeconds(3)));
  }

  @Test
  void readsAJdbcUrlWithoutParametersOrWithSeveralHosts() {
    assertThat(MySqlDsn.parse("jdbc:mysql://h/d").properties()).isEmpty();
    assertThat(MySqlDsn.parse("jdbc:mysql:loadbalance://h1:1,h2:2/d").jdbcUrl())
        .isEqualTo("jdbc:mysql:loadbalance://h1:1,h2:2/d");
  }

  @Test
  void aConfigurationShowsNoPassword() {
    MySqlConfig config = MySqlConfig.of("root:geheim@tcp(h:1)/d");
    assertThat(config.toString()).contains("jdbc:mysql://h:1/d").doesNotContain("geheim");
    assertThat(MySqlConfig.of("jdbc:mysql://h/d?trustCertificateKeyStorePassword=geheim"))
        .asString()
        .doesNotContain("geheim");
    assertThat(config.database()).isEqualTo("d");
  }
}

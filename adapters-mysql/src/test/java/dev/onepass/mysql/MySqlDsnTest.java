// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
    "tls=skip-verify, sslMode, REQUIRED",
    "tls=preferred, sslMode, PREFERRED",
    "tls=false, sslMode, DISABLED",
    "timeout=10s, connectTimeout, 10000",
    "readTimeout=1m30s, socketTimeout, 90000",
    "writeTimeout=1.5s, socketTimeout, 1500",
    "timeout=500ms, connectTimeout, 500",
    "compress=true, useCompression, true",
  })
  void mapsGoParametersThatHaveAMeaningHere(String parameter, String name, String value) {
    assertThat(MySqlDsn.parse("u:p@tcp(h:1)/d?" + parameter).properties())
        .containsEntry(name, value);
  }

  @Test
  void dropsGoParametersThatHaveNone() {
    String known =
        "loc=Asia%2FShanghai&parseTime=true&interpolateParams=true&maxAllowedPacket=0"
            + "&collation=utf8mb4_unicode_ci&multiStatements=false&charset=utf8mb4,utf8";
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
        "u:geheim@tcp(h:1)/d?charset=latin1|charset",
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

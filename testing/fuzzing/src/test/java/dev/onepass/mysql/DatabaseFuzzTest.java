// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.mysql.cj.conf.ConnectionUrl;
import java.util.List;
import java.util.Properties;

/** Addresses of databases, and the text that values become on their way into one. */
class DatabaseFuzzTest {

  private static final String SECRET = "S3cretW0rd";

  @FuzzTest(maxDuration = "3m")
  void aDsnIsReadWithItsPasswordOrRefusedWithoutIt(FuzzedDataProvider data) {
    String rest = data.consumeRemainingAsString();
    try {
      MySqlConfig config = MySqlConfig.of("onepass:" + SECRET + "@" + rest);

      assertThat(config.user()).isEqualTo("onepass");
      assertThat(config.password()).startsWith(SECRET);
      assertThat(config.toString()).doesNotContain(SECRET);
      assertThat(config.jdbcUrl()).startsWith("jdbc:mysql://").doesNotContain(SECRET);
      assertThat(
              ConnectionUrl.getConnectionUrlInstance(config.jdbcUrl(), new Properties())
                  .getDatabase())
          .isEqualTo(config.database());
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("mysql.dsn: ").hasMessageNotContaining(SECRET);
    }
  }

  @FuzzTest(maxDuration = "3m")
  void aPasswordMayHoldAnything(FuzzedDataProvider data) {
    String password = data.consumeRemainingAsString();

    MySqlConfig config = MySqlConfig.of("onepass:" + password + "@tcp(db:3307)/books?tls=true");

    assertThat(config.password()).isEqualTo(password);
    assertThat(config.jdbcUrl()).isEqualTo("jdbc:mysql://db:3307/books");
    assertThat(config.properties()).containsEntry("sslMode", "VERIFY_IDENTITY");
  }

  @FuzzTest(maxDuration = "3m")
  void noValueEndsItsQuotes(FuzzedDataProvider data) {
    String value = data.consumeRemainingAsString();
    var text = new SqlText(100);

    text.append("UPDATE a SET b=? WHERE c=?", List.of(value, 7L));

    if (text.unwritten().isEmpty()) {
      assertThat(value).doesNotContain("'", "\"", "\\", "?", ";", "`", "\0", "\n", "%", "#");
      assertThat(text).hasToString("UPDATE a SET b='" + value + "' WHERE c=7");
    } else {
      assertThat(text.unwritten()).isEqualTo(List.of(value));
      assertThat(text).hasToString("UPDATE a SET b=? WHERE c=7");
    }
  }
}

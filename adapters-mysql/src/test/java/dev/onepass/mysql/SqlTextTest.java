// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {

  private final SqlText text = new SqlText(16);

  @Test
  void writesOutNumbersTimesAndPlainWords() {
    text.append(
        "INSERT INTO t VALUES (?,?,?,?,?)",
        Arrays.asList(
            -7L,
            new BigDecimal("1E+3"),
            LocalDateTime.of(2026, 11, 23, 8, 0, 0, 5_000_000),
            "3f2a-_.:/payday 1",
            null));

    assertThat(text)
        .hasToString(
            "INSERT INTO t VALUES (-7,1000,'2026-11-23T08:00:00.005','3f2a-_.:/payday 1',NULL)");
    assertThat(text.unwritten()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'", "\\", "\0", "\n", "\u001a", "`", "%", "?", ";", "é", "＇", "\ud83d\ude00"})
  void leavesToTheDriverWhateverMightEndItsQuotes(String character) {
    String word = "a" + character + "b";
    text.append("SELECT ?, ?, ?", List.of(1L, word, 2L));

    assertThat(text).hasToString("SELECT 1, ?, 2");
    assertThat(text.unwritten()).isEqualTo(List.of(word));
  }

  @Test
  void separatesStatementsAndKeepsTheOrderOfWhatIsBound() {
    byte[] bytes = {1};
    text.append("DO ?", List.of("it's"));
    text.append("DO 1", List.of());
    text.append("DO ?", List.of(bytes));

    assertThat(text).hasToString("DO ?;DO 1;DO ?");
    assertThat(text.unwritten()).isEqualTo(List.of("it's", bytes));
  }
}

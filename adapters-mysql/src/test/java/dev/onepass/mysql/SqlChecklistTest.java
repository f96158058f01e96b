// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What all SQL here must do without, so that it runs on engines that spread tables over many
 * machines (TiDB, Vitess) as well: see docs/scale.md.
 */
class SqlChecklistTest {

  private static final Path SOURCES = Path.of("src/main");

  /** Names what other programs' tables may have. */
  private static final Set<String> ABOUT_FOREIGN_TABLES =
      Set.of("BalancesInspection.java", "BalancesShape.java");

  /** Each file of the adapter that has SQL in it, without its comments. */
  private static Map<String, String> files() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> all = Files.walk(SOURCES)) {
      all.filter(file -> file.toString().matches(".*\\.(java|sql)"))
          .filter(file -> !ABOUT_FOREIGN_TABLES.contains(file.getFileName().toString()))
          .forEach(file -> texts.put(file.getFileName().toString(), withoutComments(file)));
    }
    return texts;
  }

  private static String withoutComments(Path file) {
    try {
      return Files.readString(file, UTF_8)
          .replaceAll("(?s)/\\*.*?\\*/", "")
          .replaceAll("(?m)(^|\\s)(//|-- ).*$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> filesWith(String pattern) throws IOException {
    Pattern wanted = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    return files().entrySet().stream()
        .filter(file -> wanted.matcher(file.getValue()).find())
        .map(Map.Entry::getKey)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\bFOREIGN KEY\\b",
        "\\bCREATE (TRIGGER|PROCEDURE|FUNCTION|EVENT|VIEW)\\b",
        "\\bLOCK TABLES\\b",
        "\\bREPLACE INTO\\b",
        "\\bLAST_INSERT_ID\\b",
        "\\bSAVEPOINT\\b",
        "\\bFOUND_ROWS\\b",
        "\\bSTRAIGHT_JOIN\\b",
        "\\bXA (START|BEGIN)\\b",
        "\\bSELECT\\b[^;\"]*\\bINTO (OUTFILE|DUMPFILE)\\b"
      })
  void notAnywhere(String pattern) throws IOException {
    assertThat(filesWith(pattern)).isEmpty();
  }

  /** Numbers counted upwards send all inserts to one shard. Repairs are rare enough for that. */
  @Test
  void onlyTheAuditLogCountsUpwards() throws IOException {
    assertThat(filesWith("AUTO_INCREMENT")).containsExactly("V1__ledger_and_batches.sql");
    assertThat(files().get("V1__ledger_and_batches.sql").split("AUTO_INCREMENT", -1)).hasSize(2);
  }

  /** Rows are locked by their keys, one by one: nothing leans on locks of the gaps in between. */
  @Test
  void whatIsLockedIsNamedByAnIndex() throws IOException {
    List<String> locking = filesWith("\\bFOR UPDATE\\b");
    assertThat(locking).isNotEmpty();
    for (String file : locking) {
      assertThat(files().get(file)).as(file).containsPattern("FORCE INDEX|first_uid");
    }
  }

  /** Every table has a primary key that begins with what it would be sharded by. */
  @Test
  void everyTableHasAKeyToShardBy() throws IOException {
    String schema = files().get("V1__ledger_and_batches.sql");
    String[] tables = schema.split("CREATE TABLE IF NOT EXISTS ", -1);
    assertThat(tables).hasSize(9);
    for (int i = 1; i < tables.length; i++) {
      assertThat(tables[i]).containsPattern("PRIMARY KEY");
    }
  }
}

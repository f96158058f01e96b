// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The file that documents the settings says what the code does. */
class ConfigDocTest {

  private static final Path FILE = Path.of("../config/config.yaml");
  private static final Pattern SECTION = Pattern.compile("([a-z]+):");
  private static final Pattern INNER_SECTION = Pattern.compile(" {2}(\\w+):");
  private static final Pattern INNER_SETTING = Pattern.compile(" {4}(\\w+):.*");
  private static final Pattern SETTING = Pattern.compile("  (# )?([a-zA-Z]+): .+");

  @Test
  void theFileNamesEverySettingOnce() throws IOException {
    List<String> paths = new ArrayList<>();
    String section = "";
    String innerSection = "";
    for (String line : Files.readAllLines(FILE)) {
      Matcher heading = SECTION.matcher(line);
      Matcher setting = SETTING.matcher(line);
      Matcher innerHeading = INNER_SECTION.matcher(line);
      Matcher inner = INNER_SETTING.matcher(line);
      if (heading.matches()) {
        section = heading.group(1);
        innerSection = "";
      } else if (inner.matches()) {
        paths.add(section + "." + innerSection + "." + inner.group(1));
      } else if (innerHeading.matches()) {
        innerSection = innerHeading.group(1);
      } else if (setting.matches() && isKey(section + "." + setting.group(2))) {
        paths.add(section + "." + setting.group(2));
      }
    }

    assertThat(paths).containsExactlyInAnyOrder(allPaths());
  }

  @Test
  void itsValuesAreTheDefaults() {
    var problems = new ArrayList<String>();

    Map<Key, Given> given = ConfigFile.read(FILE, problems);

    assertThat(problems).isEmpty();
    for (Key key : Key.values()) {
      String inFile = Optional.ofNullable(given.get(key)).map(Given::text).orElse(null);
      assertThat(inFile).as(key.path()).isEqualTo(key.defaultText());
    }
  }

  @Test
  void everySettingHasACommentAboveItOrItsSection() throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    for (int i = 1; i < lines.size(); i++) {
      if (SETTING.matcher(lines.get(i)).matches() && !lines.get(i).startsWith("  #")) {
        String above = lines.get(i - 1);
        boolean commented =
            above.strip().startsWith("#")
                || (SECTION.matcher(above).matches() && lines.get(i - 2).startsWith("#"));
        assertThat(commented).as(lines.get(i)).isTrue();
      }
    }
  }

  private static boolean isKey(String path) {
    return List.of(allPaths()).contains(path);
  }

  private static String[] allPaths() {
    return Arrays.stream(Key.values()).map(Key::path).toArray(String[]::new);
  }
}

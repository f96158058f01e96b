// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Configuration: settings or a list of problems come out of it, never a secret. */
class ConfigFuzzTest {

  private static final String SECRET = "S3cretW0rd";
  private static final Pattern NEW_LINE = Pattern.compile("\\R");
  private static Path file;

  @BeforeAll
  static void makeFile() throws IOException {
    file = Files.createTempFile("onepass-fuzzing", ".yaml");
  }

  @AfterAll
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @FuzzTest(maxDuration = "3m")
  void aFileIsReadOrItsProblemsAreTold(byte[] yaml) throws IOException {
    Files.write(file, yaml);
    try {
      Settings settings = ConfigLoader.load(Optional.of(file), Map.of());

      assertThat(settings.maxTransfer().isPositive()).isTrue();
      assertThat(settings.listen().port()).isBetween(0, 65535);
      assertThat(settings.listen().isLoopback() || !settings.access().tokens().isEmpty())
          .as("nobody from elsewhere comes in without a token")
          .isEqualTo(true);
    } catch (ConfigException problems) {
      assertThat(problems.getMessage()).contains(file.toString());
    }
  }

  @FuzzTest(maxDuration = "3m")
  void noSecretIsToldWhateverIsAroundIt(FuzzedDataProvider data) throws IOException {
    String before = NEW_LINE.matcher(data.consumeString(6)).replaceAll("");
    String after = data.consumeRemainingAsString();
    String yaml = "redis:\n  password: " + before + SECRET + after;
    Files.writeString(file, yaml);
    try {
      assertThat(ConfigLoader.load(Optional.of(file), Map.of()).toString()).doesNotContain(SECRET);
    } catch (ConfigException problems) {
      assertThat(problems.getMessage()).doesNotContain(SECRET);
    }
  }

  @FuzzTest(maxDuration = "3m")
  void aVariableIsReadOrItsProblemIsTold(FuzzedDataProvider data) {
    Key key = data.pickValue(Key.values());
    String text = data.consumeRemainingAsString();
    String variable = "ONEPASS_" + key.path().replace('.', '_').toUpperCase(Locale.ROOT);
    try {
      Settings settings = ConfigLoader.load(Optional.empty(), Map.of(variable, text));

      if (key == Key.MYSQL_DSN && !text.strip().equals(Key.EMBEDDED)) {
        assertThat(settings.mysql().orElseThrow().value()).isEqualTo(text.strip());
      }
      if (List.of(Key.KINGSTAR_TOKEN, Key.SECURITY_TOKENS).contains(key) && text.length() > 20) {
        assertThat(settings.toString()).doesNotContain(text);
      }
    } catch (ConfigException problems) {
      assertThat(problems.getMessage()).contains(key.path());
    }
  }
}

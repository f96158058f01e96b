// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateFaultsCommandTest {

  @Test
  void whatOccurredIsShownAndWritten(@TempDir Path directory) throws IOException {
    StringWriter out = new StringWriter();
    Path json = directory.resolve("faults.json");
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out, true));

    int code =
        command.execute("simulate-faults", "--seeds", "30", "--seed", "7", "--json", "" + json);

    assertThat(code).isZero();
    assertThat(out.toString()).contains("node died", "All 30 seeds from 7 on hold.");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("holds").asBoolean()).isTrue();
    assertThat(report.get("occurrences").get("payment asked").asLong()).isPositive();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The servers, capacities and batches that a bench plays in every combination. */
record Scenarios(List<ServerModel> servers, List<Integer> capacities, List<Workload> workloads) {

  private static final String STANDARD = "scenarios.yaml";

  /** Those of the published study. */
  static Scenarios standard() {
    return parse(STANDARD, standardText());
  }

  /** The standard file, which also explains the form of such a file. */
  static String standardText() {
    try (InputStream in = Scenarios.class.getResourceAsStream(STANDARD)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + STANDARD + " is not in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The form of such a file, in lines: what the standard one says before its first key. */
  static Stream<String> explanation() {
    return standardText()
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(Scenarios::uncommented);
  }

  private static String uncommented(String line) {
    return line.substring(1).stripTrailing();
  }

  /** Those that a file describes, and the standard ones for what it leaves out. */
  static Scenarios read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  private static Scenarios parse(String source, String text) {
    try {
      Object root = new Load(LoadSettings.builder().setLabel(source).build()).loadFromString(text);
      if (!(root instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("expected servers, capacities or workloads");
      }
      Settings settings = new Settings("file", map);
      Scenarios read =
          new Scenarios(
              settings.maps("servers").stream().map(Scenarios::server).toList(),
              settings.wholes("capacities"),
              settings.maps("workloads").stream().map(Scenarios::workload).toList());
      settings.checkAllUsed();
      return source.equals(STANDARD) ? read : read.completed();
    } catch (IllegalArgumentException | YamlEngineException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  private Scenarios completed() {
    Scenarios standard = standard();
    return new Scenarios(
        servers.isEmpty() ? standard.servers : servers,
        capacities.isEmpty() ? standard.capacities : capacities,
        workloads.isEmpty() ? standard.workloads : workloads);
  }

  private static ServerModel server(Settings s) {
    ServerModel model =
        new ServerModel(
            s.text("name"),
            s.number("serviceMillis", 20),
            s.number("sigma", 0.5),
            s.number("networkMillis", 2),
            s.number("timeoutMillis", 1000),
            s.flag("workers", true),
            s.number("queue", -1),
            s.flag("collapse", false),
            s.number("rate", 0),
            s.number("burstMillis", 100),
            s.flag("throttles", true),
            s.number("faults", 0),
            s.number("slowShare", 0),
            s.number("slowMillis", 2000),
            s.number("dip", 0),
            s.number("slowdown", 1),
            s.number("outageMillis", 0),
            s.flag("swallows", false));
    s.checkAllUsed();
    return model;
  }

  private static Workload workload(Settings s) {
    String name = s.text("name");
    int accounts = (int) s.number("accounts", 0);
    long median = s.cents("median");
    Workload workload =
        median > 0
            ? Workload.logNormal(name, accounts, median, s.number("sigma", 1))
            : Workload.even(name, accounts, s.cents("from"), s.cents("to"));
    s.checkAllUsed();
    return workload;
  }
}

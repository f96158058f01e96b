// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were taken on. */
public final class Machine {

  private Machine() {}

  /** Processor, cores, system and Java, each by its name. */
  public static Map<String, String> conditions() {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("processor", processor());
    conditions.put("cores", "" + Runtime.getRuntime().availableProcessors());
    conditions.put(
        "system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    conditions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return conditions;
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}

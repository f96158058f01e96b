// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A source file of a page, compiled.
 *
 * @param classPath what it was compiled with
 * @param directory has its classes
 */
record Compiled(List<String> classPath, Path directory) {

  private static final String SEPARATOR = System.getProperty("path.separator");

  /** Compiles a source without a package, whose name does not matter. */
  static Compiled source(String text, List<String> classPath, Path directory) throws IOException {
    String name = text.replaceFirst("(?s).*?(?:\\s)class (\\w+).*", "$1");
    Path source = directory.resolve(name + ".java");
    Files.writeString(source, text, UTF_8);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = String.join(SEPARATOR, classPath);
    int result =
        compiler.run(
            null, null, null, "-proc:none", "-cp", path, "-d", "" + directory, "" + source);
    assertThat(result).as("javac %s", source).isZero();
    return new Compiled(classPath, directory);
  }

  /** That of the tests. */
  static List<String> classPathOfTests() {
    return List.of(System.getProperty("java.class.path").split(SEPARATOR));
  }

  /** Of that of the tests, what a project has with these modules: they and the ports they know. */
  static List<String> classPathOf(List<String> artifacts) {
    List<String> modules =
        Stream.concat(artifacts.stream(), Stream.of("onepass-ports"))
            .map(artifact -> "/" + artifact.replaceFirst("^onepass-", "") + "/target/")
            .toList();
    List<String> found =
        classPathOfTests().stream()
            .filter(entry -> modules.stream().anyMatch(entry::contains))
            .toList();
    assertThat(found).hasSameSizeAs(modules);
    return found;
  }

  /** Runs a class in a process of its own, which must end well, and gives what it printed. */
  String outputOf(String mainClass) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(classPath);
    all.add(directory.toString());
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(SEPARATOR, all),
                mainClass)
            .redirectOutput(output.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s ends", mainClass).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String errors = Files.readString(directory.resolve("errors"), UTF_8);
    assertThat(process.exitValue()).as(errors).isZero();
    return Files.readString(output, UTF_8);
  }

  /** Loads a class that shares all others with the tests. */
  Class<?> besideThisTest(String name) throws Exception {
    URL[] classes = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      return loader.loadClass(name);
    }
  }
}

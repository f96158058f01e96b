// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A One-Pass of its own, simulation included, in which some classes are compiled from other
 * sources. Nothing of it is the One-Pass of the tests around it.
 */
final class MutantLoader extends ClassLoader {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private final Map<String, byte[]> mutants;

  MutantLoader(Map<String, String> sources) throws IOException {
    super(MutantLoader.class.getClassLoader());
    this.mutants = compile(sources);
  }

  /** What {@link FirstViolation#in} says there. */
  String firstViolation(int seeds) throws ReflectiveOperationException {
    return (String)
        loadClass(FirstViolation.class.getName()).getMethod("in", int.class).invoke(null, seeds);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("dev.onepass.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream original =
        getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      byte[] mutant = mutants.get(name);
      if (mutant == null && original == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = mutant != null ? mutant : original.readAllBytes();
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static Map<String, byte[]> compile(Map<String, String> sources) throws IOException {
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    if (!sources.isEmpty()) {
      DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
      try (StandardJavaFileManager standard =
          COMPILER.getStandardFileManager(diagnostics, null, null)) {
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Text(name, text)));
        List<String> options =
            List.of("-nowarn", "-proc:none", "-cp", System.getProperty("java.class.path"));
        boolean done =
            COMPILER
                .getTask(null, new InMemory(standard, classes), diagnostics, options, null, units)
                .call();
        if (!done) {
          throw new IllegalStateException("a mutation does not compile: " + errors(diagnostics));
        }
      }
    }
    Map<String, byte[]> compiled = new HashMap<>();
    classes.forEach((name, code) -> compiled.put(name, code.toByteArray()));
    return compiled;
  }

  private static String errors(DiagnosticCollector<JavaFileObject> diagnostics) {
    StringBuilder text = new StringBuilder();
    diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .forEach(diagnostic -> text.append(diagnostic).append('\n'));
    return text.toString();
  }

  /** A source that is in no file. */
  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(String name, String text) {
      super(URI.create("mutant:///" + name), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what the compiler writes. */
  private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {

    private final Map<String, ByteArrayOutputStream> classes;

    InMemory(StandardJavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
      super(standard);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        javax.tools.FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mutant:///" + className + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream code = new ByteArrayOutputStream();
          classes.put(className, code);
          return code;
        }
      };
    }
  }
}

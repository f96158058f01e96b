// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What came of a command that was given in this process. */
record Invocation(int code, String output, String errors) {

  static Invocation of(String... arguments) {
    var output = new StringWriter();
    var errors = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true));
    int code = command.execute(arguments);
    return new Invocation(code, output.toString(), errors.toString());
  }
}

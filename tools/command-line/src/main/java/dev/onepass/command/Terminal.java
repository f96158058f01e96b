// SPDX-License-Identifier: Apache-2.0
package dev.onepass.command;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;

/**
 * Where a command writes to: a terminal, with colours and lines that move, or anything else.
 *
 * @param out what people or programs read
 * @param isInteractive whether it is a terminal
 * @param hasColours whether to colour
 */
public record Terminal(PrintWriter out, boolean isInteractive, boolean hasColours) {

  private static final String RESET = "\u001b[0m";

  /** The process's own, coloured unless {@code NO_COLOR} is set or the terminal is a dumb one. */
  public static Terminal of(PrintWriter out) {
    boolean interactive = isTerminal();
    boolean plain = isSet("NO_COLOR") || "dumb".equals(System.getenv("TERM"));
    return new Terminal(out, interactive, interactive && !plain);
  }

  /** A line, shown at once. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** In green. */
  public String good(String text) {
    return coloured("\u001b[32m", text);
  }

  /** In red. */
  public String bad(String text) {
    return coloured("\u001b[31m", text);
  }

  /** Less important than the rest. */
  public String faint(String text) {
    return coloured("\u001b[2m", text);
  }

  private String coloured(String colour, String text) {
    return hasColours ? colour + text + RESET : text;
  }

  private static boolean isSet(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isEmpty();
  }

  /** From Java 22 on there is a console even without a terminal, and a method to tell. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException olderJava) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}

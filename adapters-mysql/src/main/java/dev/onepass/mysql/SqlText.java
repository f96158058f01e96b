// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements with their values written out, where a value cannot be taken for anything else: whole
 * and decimal numbers, times, and words of letters, digits and a few signs that mean nothing in SQL
 * within quotes. Any other value stays a question mark, to be bound by the driver; so no value can
 * end its quotes, whatever the server's modes. Used by one thread.
 */
final class SqlText {

  private static final boolean[] PLAIN = plain();

  private final StringBuilder text;
  private final List<@Nullable Object> unwritten = new ArrayList<>();

  /**
   * @param capacity about how many characters it will have
   */
  SqlText(int capacity) {
    text = new StringBuilder(capacity);
  }

  /**
   * Adds a statement.
   *
   * @param sql with a question mark for each value, and none besides
   */
  void append(String sql, List<? extends @Nullable Object> values) {
    if (!text.isEmpty()) {
      text.append(';');
    }
    int from = 0;
    for (Object value : values) {
      int mark = sql.indexOf('?', from);
      text.append(sql, from, mark);
      write(value);
      from = mark + 1;
    }
    text.append(sql, from, sql.length());
  }

  /** The values that stayed question marks, in their order. */
  List<@Nullable Object> unwritten() {
    return unwritten;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void write(@Nullable Object value) {
    if (value == null) {
      text.append("NULL");
    } else if (value instanceof Long number) {
      text.append(number.longValue());
    } else if (value instanceof BigDecimal number) {
      text.append(number.toPlainString());
    } else if (value instanceof LocalDateTime time) {
      text.append('\'').append(time).append('\'');
    } else if (value instanceof String word && isPlain(word)) {
      text.append('\'').append(word).append('\'');
    } else {
      text.append('?');
      unwritten.add(value);
    }
  }

  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= PLAIN.length || !PLAIN[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[128];
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -_.:,/+=@()[]{}<>|~!&"
        .chars()
        .forEach(c -> plain[c] = true);
    return plain;
  }
}

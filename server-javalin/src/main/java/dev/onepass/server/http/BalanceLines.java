// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes balances as a JSON array by hand, as they are asked for by the hundred: in a sixth of the
 * time that Jackson takes. {@code BalanceLinesTest} holds the two against each other.
 */
final class BalanceLines {

  private static final byte[] UID = "{\"uid\":".getBytes(UTF_8);
  private static final byte[] AMOUNT = ",\"amount\":".getBytes(UTF_8);
  private static final byte[] NO_SUCH_USER = ",\"msg\":\"用户不存在\"}".getBytes(UTF_8);

  private static final int DIGITS_MAX = 19;
  private static final int LINE_MAX =
      UID.length + 2 * DIGITS_MAX + AMOUNT.length + NO_SUCH_USER.length;

  private final byte[] bytes;
  private int length;

  private BalanceLines(int lines) {
    bytes = new byte[2 + Math.multiplyExact(lines, LINE_MAX)];
  }

  /** One line for each of the uids, in their order; says so of those that have no balance. */
  static byte[] of(List<Uid> uids, Map<Uid, Balance> balances) {
    BalanceLines lines = new BalanceLines(uids.size());
    char separator = '[';
    for (Uid uid : uids) {
      lines.add(separator);
      lines.add(uid, balances.get(uid));
      separator = ',';
    }
    if (uids.isEmpty()) {
      lines.add('[');
    }
    lines.add(']');
    return Arrays.copyOf(lines.bytes, lines.length);
  }

  private void add(Uid uid, @Nullable Balance balance) {
    add(UID);
    add(uid.value());
    if (balance == null) {
      add(NO_SUCH_USER);
      return;
    }
    add(AMOUNT);
    // Never below zero.
    long cents = balance.amount().cents();
    add(cents / 100);
    add('.');
    add((char) ('0' + cents / 10 % 10));
    add((char) ('0' + cents % 10));
    add('}');
  }

  private void add(char ascii) {
    bytes[length++] = (byte) ascii;
  }

  private void add(byte[] text) {
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  private void add(long natural) {
    int digits = 1;
    for (long rest = natural; rest >= 10; rest /= 10) {
      digits++;
    }
    length += digits;
    long rest = natural;
    for (int at = length - 1; at >= length - digits; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}

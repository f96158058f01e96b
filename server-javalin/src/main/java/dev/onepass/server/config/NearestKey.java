// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** Finds what somebody meant who mistyped a key. */
final class NearestKey {

  private NearestKey() {}

  static Key to(String unknown) {
    return Arrays.stream(Key.values())
        .min(Comparator.comparingInt(key -> distance(key.path(), unknown)))
        .orElseThrow();
  }

  /** Levenshtein's edit distance by the two-row method of Wagner and Fischer; case is ignored. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    Arrays.setAll(above, column -> column);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}

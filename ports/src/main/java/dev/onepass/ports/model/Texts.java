// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.model;

/** Texts for people, which stores keep up to a length. */
public final class Texts {

  private Texts() {}

  /** Returns the beginning of a text: at most so many characters, and no half of a pair. */
  public static String cut(String text, int lengthMax) {
    if (text.length() <= lengthMax) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(lengthMax - 1));
    return text.substring(0, splits ? lengthMax - 1 : lengthMax);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import org.jspecify.annotations.Nullable;

/** A property that One-Pass cannot do without is not set, nor is there a bean in its place. */
final class MissingSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  private MissingSettingException(String property, String meaning, String instead) {
    super("One-Pass needs the property " + property + ", which is not set.");
    this.remedy = "Set " + property + ": " + meaning + ".\n" + instead;
  }

  /**
   * Returns the value of a property.
   *
   * @param meaning what the property is, in half a sentence
   * @param instead what can be done other than to set it
   * @throws MissingSettingException if there is none
   */
  static <T> T require(@Nullable T value, String property, String meaning, String instead) {
    if (value == null || value.toString().isBlank()) {
      throw new MissingSettingException(property, meaning, instead);
    }
    return value;
  }

  /** What to do about it. */
  String remedy() {
    return remedy;
  }
}

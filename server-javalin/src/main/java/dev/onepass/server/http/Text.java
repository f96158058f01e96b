// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

/** A message in both languages. */
record Text(String chinese, String english) {

  String in(Language language) {
    return switch (language) {
      case CHINESE -> chinese;
      case ENGLISH -> english;
    };
  }
}

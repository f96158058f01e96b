// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a call.
 *
 * @param status the HTTP status
 * @param retryAfter the header of that name; null without
 * @param contentType the header of that name; empty without
 * @param body the body; of one that is too long, its first bytes, more than {@link #BYTES_MAX}
 */
record HttpReply(int status, @Nullable String retryAfter, String contentType, ByteString body) {

  /** Far beyond any envelope: what is longer is no answer, and is not read to its end. */
  static final int BYTES_MAX = 64 * 1024;

  private static final ByteString MARKUP = ByteString.encodeUtf8("<");

  boolean isTooLong() {
    return body.size() > BYTES_MAX;
  }

  /** Whether it is a page for people, which no third party's answer is. */
  boolean isPage() {
    return contentType.startsWith("text/html") || body.startsWith(MARKUP);
  }

  /** Returns what kind of reply it is, for a message; empty if that is not known. */
  String kind() {
    return contentType.isEmpty() ? "" : " (" + contentType + ")";
  }
}

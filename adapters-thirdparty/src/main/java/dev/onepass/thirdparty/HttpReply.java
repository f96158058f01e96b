// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What came back from a call.
 *
 * @param status the HTTP status
 * @param retryAfter the header of that name; null without
 * @param body the body; of one that is too long, its first bytes, more than {@link #BYTES_MAX}
 */
record HttpReply(int status, @Nullable String retryAfter, ByteString body) {

  /** Far beyond any envelope: what is longer is no answer, and is not read to its end. */
  static final int BYTES_MAX = 64 * 1024;

  boolean isTooLong() {
    return body.size() > BYTES_MAX;
  }
}

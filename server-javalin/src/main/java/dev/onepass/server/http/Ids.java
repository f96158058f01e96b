// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.RequestId;

/** Reads ids that callers chose, and says what is wrong with those that cannot be. */
final class Ids {

  private Ids() {}

  static BatchId batch(String field, String value) {
    try {
      return new BatchId(value);
    } catch (IllegalArgumentException e) {
      throw Invalid.id(field, BatchId.LENGTH_MAX);
    }
  }

  static RequestId request(String field, String value) {
    try {
      return RequestId.ofCaller(value);
    } catch (IllegalArgumentException e) {
      throw value.startsWith(RequestId.RESERVED)
          ? Invalid.reserved(field, RequestId.RESERVED)
          : Invalid.id(field, RequestId.CALLER_LENGTH_MAX);
    }
  }
}

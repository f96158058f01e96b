// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The third party's {@code {"code": N, "msg": "...", "requestId": "...", "data": ...}}.
 *
 * @param code what it says
 * @param message in words; empty without
 * @param requestId whom it answers; null without
 */
record Envelope(int code, String message, @Nullable String requestId) {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Reads one, strictly: half an answer is none.
   *
   * @throws IOException if it is not exactly one JSON object with an integer {@code code}
   */
  static Envelope read(byte[] body) throws IOException {
    Integer code = null;
    String message = "";
    String requestId = null;
    try (JsonParser json = JSON.createParser(body)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        switch (field) {
          case "code" -> code = integer(json, value);
          case "msg" -> message = value == JsonToken.VALUE_STRING ? json.getText() : "";
          case "requestId" -> requestId = value == JsonToken.VALUE_STRING ? json.getText() : null;
          default -> {}
        }
        json.skipChildren();
      }
      require(json.nextToken() == null, "more than one JSON object");
    }
    if (code == null) {
      throw new IOException("no code");
    }
    return new Envelope(code, message, requestId);
  }

  private static int integer(JsonParser json, JsonToken value) throws IOException {
    require(value == JsonToken.VALUE_NUMBER_INT, "the code is not an integer");
    return json.getIntValue();
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes {@code {"code", "msg", "requestId", "data"}}. */
final class Envelope {

  private Envelope() {}

  /** An envelope whose data is null. */
  static byte[] of(int code, String message, String requestId) {
    return of(code, message, requestId, JsonGenerator::writeNull);
  }

  /** An envelope with data. */
  static byte[] of(int code, String message, String requestId, Data data) {
    return json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("code", code);
          json.writeStringField("msg", message);
          json.writeStringField("requestId", requestId);
          json.writeFieldName("data");
          data.write(json);
          json.writeEndObject();
        });
  }

  /** Any other JSON. */
  static byte[] json(Data value) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(256)) {
      try (JsonGenerator json = JsonInput.FACTORY.createGenerator(bytes)) {
        value.write(json);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always writable", e);
    }
  }

  /** Writes one JSON value. */
  interface Data {
    void write(JsonGenerator json) throws IOException;
  }
}

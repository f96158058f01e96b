// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes the {@link Envelope} of answers that are wanted by the thousand a second by hand, which
 * costs a fraction of data binding; {@code AnswersTest} holds the two against each other.
 */
final class Answers {

  /** Writes what stands under {@code data}. */
  @FunctionalInterface
  interface Data {
    void write(JsonGenerator json) throws IOException;
  }

  private static final SerializableString CODE = new SerializedString("code");
  private static final SerializableString MSG = new SerializedString("msg");
  private static final SerializableString REQUEST_ID = new SerializedString("requestId");
  private static final SerializableString DATA = new SerializedString("data");

  /** More than an envelope without its data. */
  private static final int ENVELOPE_BYTES = 160;

  private Answers() {}

  /**
   * @param data JSON already
   */
  static byte[] ok(SerializableString message, String requestId, byte[] data) {
    var out = new ByteArrayOutputStream(ENVELOPE_BYTES + data.length);
    return ok(
        out,
        message,
        requestId,
        json -> {
          // So that the colon stands before the data, and no other is written.
          json.writeRawValue("");
          json.flush();
          out.write(data);
        });
  }

  /**
   * @param bytes about how many bytes the data will have
   */
  static byte[] ok(SerializableString message, String requestId, int bytes, Data data) {
    return ok(new ByteArrayOutputStream(ENVELOPE_BYTES + bytes), message, requestId, data);
  }

  private static byte[] ok(
      ByteArrayOutputStream out, SerializableString message, String requestId, Data data) {
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeFieldName(CODE);
      json.writeNumber(200);
      json.writeFieldName(MSG);
      json.writeString(message);
      json.writeFieldName(REQUEST_ID);
      json.writeString(requestId);
      json.writeFieldName(DATA);
      data.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a bug: it is in memory", e);
    }
    return out.toByteArray();
  }
}

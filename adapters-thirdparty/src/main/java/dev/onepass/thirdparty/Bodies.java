// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.thirdparty.Payment;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * The bodies of the calls. Written by hand: three fields, five thousand times a second, and an
 * amount that must have exactly two decimals.
 */
final class Bodies {

  static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

  private Bodies() {}

  static RequestBody payment(Payment payment) {
    StringBuilder json = new StringBuilder(96).append("{\"transactionId\":");
    quote(payment.transactionId(), json);
    json.append(",\"uid\":").append(payment.uid().value());
    json.append(",\"amount\":").append(payment.amount()).append('}');
    return json(json.toString());
  }

  static RequestBody batchPayId(BatchId batch) {
    StringBuilder json = new StringBuilder().append("{\"batchPayId\":");
    quote(batch.value(), json);
    return json(json.append('}').toString());
  }

  static RequestBody form(String field, String value) {
    return once(FORM, field + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /** This text, called JSON. */
  static RequestBody json(String text) {
    return once(JSON, text);
  }

  static void quote(String text, StringBuilder json) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }

  /** A body that OkHttp may not send a second time, whatever the answer seems to invite to. */
  private static RequestBody once(MediaType type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return type;
      }

      @Override
      public long contentLength() {
        return bytes.length;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
      }

      @Override
      public boolean isOneShot() {
        return true;
      }
    };
  }
}

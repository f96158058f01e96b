// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One payment as asked for: well-formed, its amount within the limits. */
record PayRequest(String transactionId, long uid, long cents) {

  static PayRequest parse(byte[] body, long maxCents) throws Refusal {
    return JsonInput.read(body, json -> new Fields(maxCents).read(json));
  }

  /** Writes what a settled payment's answer says of it. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("transactionId", transactionId);
    json.writeNumberField("uid", uid);
    json.writeNumberField("amount", Cents.decimal(cents));
    json.writeEndObject();
  }

  /** Collects the fields; one that comes twice is refused, for which of the two is meant? */
  private static final class Fields {
    private final long maxCents;
    private @Nullable String transactionId;
    private long uid;
    private long cents;

    Fields(long maxCents) {
      this.maxCents = maxCents;
    }

    PayRequest read(JsonParser json) throws IOException, Refusal {
      JsonInput.fields(json, this::field);
      if (transactionId == null || uid == 0 || cents == 0) {
        throw new Refusal("transactionId, uid and amount are needed");
      }
      return new PayRequest(transactionId, uid, cents);
    }

    private void field(String name, JsonParser json) throws IOException, Refusal {
      switch (name) {
        case "transactionId" -> {
          requireFirst(transactionId == null, name);
          transactionId = JsonInput.id(json, name);
        }
        case "uid" -> {
          requireFirst(uid == 0, name);
          uid = JsonInput.uid(json);
        }
        case "amount" -> {
          requireFirst(cents == 0, name);
          cents = Cents.read(json, 1, maxCents);
        }
        default -> json.skipChildren();
      }
    }

    private static void requireFirst(boolean first, String name) throws Refusal {
      if (!first) {
        throw new Refusal(name + " is given twice");
      }
    }
  }
}

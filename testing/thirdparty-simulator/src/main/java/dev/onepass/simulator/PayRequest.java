// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One payment as asked for: well-formed, its amount within the limits. */
record PayRequest(String transactionId, long uid, long cents) {

  /**
   * Reads a body.
   *
   * @param maxCents the largest amount of one payment
   * @throws Refusal if it is not as the protocol has it
   */
  static PayRequest parse(byte[] body, long maxCents) throws Refusal {
    return JsonInput.read(body, json -> parse(json, maxCents));
  }

  /** Writes what a settled payment's answer says of it. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("transactionId", transactionId);
    json.writeNumberField("uid", uid);
    json.writeNumberField("amount", Cents.decimal(cents));
    json.writeEndObject();
  }

  private static PayRequest parse(JsonParser json, long maxCents) throws IOException, Refusal {
    String transactionId = null;
    long uid = 0;
    long cents = 0;
    JsonInput.enterObject(json);
    while (JsonInput.nextField(json)) {
      switch (json.currentName()) {
        case "transactionId" -> transactionId = onlyOnce(transactionId, JsonInput.id(json));
        case "uid" -> uid = onlyOnce(uid, JsonInput.uid(json));
        case "amount" -> cents = onlyOnce(cents, Cents.read(json, 1, maxCents));
        default -> json.skipChildren();
      }
    }
    if (transactionId == null || uid == 0 || cents == 0) {
      throw new Refusal("transactionId, uid and amount are needed");
    }
    return new PayRequest(transactionId, uid, cents);
  }

  // Of a field that comes twice, which one is meant? With money, nobody guesses.
  private static String onlyOnce(@Nullable String before, String value) throws Refusal {
    if (before != null) {
      throw new Refusal("transactionId is given twice");
    }
    return value;
  }

  private static long onlyOnce(long before, long value) throws Refusal {
    if (before != 0) {
      throw new Refusal("uid or amount is given twice");
    }
    return value;
  }
}

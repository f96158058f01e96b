// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A batchPayBegin as asked for; of its uids only the form is checked. */
record BeginRequest(String batchPayId) {

  static BeginRequest parse(byte[] body) throws Refusal {
    return JsonInput.read(body, BeginRequest::parse);
  }

  private static BeginRequest parse(JsonParser json) throws IOException, Refusal {
    String batchPayId = null;
    boolean hasUids = false;
    JsonInput.enterObject(json);
    while (JsonInput.nextField(json)) {
      switch (json.currentName()) {
        case "batchPayId" -> batchPayId = JsonInput.id(json);
        case "uids" -> {
          checkUids(json);
          hasUids = true;
        }
        default -> json.skipChildren();
      }
    }
    if (batchPayId == null || !hasUids) {
      throw new Refusal("batchPayId and uids are needed");
    }
    return new BeginRequest(batchPayId);
  }

  private static void checkUids(JsonParser json) throws IOException, Refusal {
    JsonInput.expect(json, JsonToken.START_ARRAY, "uids as a JSON array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      JsonInput.uid(json);
    }
  }
}

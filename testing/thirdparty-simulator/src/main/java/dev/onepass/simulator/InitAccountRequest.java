// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.onepass.simulator.bank.Bank;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Balances to set, in cents by uid; of a uid that comes twice, the last counts. */
record InitAccountRequest(Map<Long, Long> centsByUid) {

  static InitAccountRequest parse(byte[] body) throws Refusal {
    return JsonInput.read(body, InitAccountRequest::parse);
  }

  private static InitAccountRequest parse(JsonParser json) throws IOException, Refusal {
    JsonInput.expect(json, JsonToken.START_ARRAY, "a JSON array of {uid, amount}");
    Map<Long, Long> centsByUid = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      readAccount(json, centsByUid);
    }
    return new InitAccountRequest(centsByUid);
  }

  private static void readAccount(JsonParser json, Map<Long, Long> centsByUid)
      throws IOException, Refusal {
    long uid = 0;
    long cents = -1;
    JsonInput.enterObject(json);
    while (JsonInput.nextField(json)) {
      switch (json.currentName()) {
        case "uid" -> uid = JsonInput.uid(json);
        case "amount" -> cents = Cents.read(json, 0, Bank.BALANCE_CENTS_MAX);
        default -> json.skipChildren();
      }
    }
    if (uid == 0 || cents < 0) {
      throw new Refusal("every account needs a uid and an amount");
    }
    centsByUid.put(uid, cents);
  }
}

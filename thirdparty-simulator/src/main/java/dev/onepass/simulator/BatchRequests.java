// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.onepass.simulator.bank.Bank;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;

/** Reads the bodies of batchPayBegin, batchPayFinish and initAccount. */
final class BatchRequests {

  private static final String BATCH_PAY_ID = "batchPayId";

  private BatchRequests() {}

  /** The batch's id; the uids are checked, and not kept. */
  static String begin(byte[] body) throws Refusal {
    return JsonInput.read(body, BatchRequests::begin);
  }

  /**
   * The batch's id, in whichever of the protocol's ways it comes: in the query, as JSON, as a form
   * field, or bare.
   *
   * @throws Refusal if there is none, or the query names another than the body
   */
  static String finish(Optional<String> query, byte[] body) throws Refusal {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return JsonInput.id(query.orElse(""), BATCH_PAY_ID);
    }
    String id = JsonInput.id(finishBody(text, body), BATCH_PAY_ID);
    if (query.isPresent() && !query.get().equals(id)) {
      throw new Refusal("the query and the body name different batches");
    }
    return id;
  }

  /** Balances in cents by uid; a uid that comes twice has its last one. */
  static Map<Long, Long> balances(byte[] body) throws Refusal {
    return JsonInput.read(body, BatchRequests::balances);
  }

  private static String begin(JsonParser json) throws IOException, Refusal {
    String[] id = {""};
    boolean[] hasUids = {false};
    JsonInput.fields(
        json,
        (name, value) -> {
          switch (name) {
            case BATCH_PAY_ID -> id[0] = JsonInput.id(value, name);
            case "uids" -> hasUids[0] = checkUids(value);
            default -> value.skipChildren();
          }
        });
    if (!hasUids[0]) {
      throw new Refusal("batchPayId and uids are needed");
    }
    return JsonInput.id(id[0], BATCH_PAY_ID);
  }

  private static boolean checkUids(JsonParser json) throws IOException, Refusal {
    JsonInput.expect(json, JsonToken.START_ARRAY, "uids as a JSON array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      JsonInput.uid(json);
    }
    return true;
  }

  private static String finishBody(String text, byte[] body) throws Refusal {
    if (text.startsWith("{")) {
      return JsonInput.read(body, BatchRequests::idField);
    }
    if (text.startsWith("\"")) {
      return JsonInput.read(body, json -> JsonInput.id(json, BATCH_PAY_ID));
    }
    if (!text.startsWith(BATCH_PAY_ID + "=") && !text.contains("&" + BATCH_PAY_ID + "=")) {
      return text;
    }
    Fields form = new Fields();
    UrlEncoded.decodeTo(text, form::add, StandardCharsets.UTF_8);
    return form.getValue(BATCH_PAY_ID);
  }

  private static String idField(JsonParser json) throws IOException, Refusal {
    String[] id = {""};
    JsonInput.fields(
        json,
        (name, value) -> {
          if (name.equals(BATCH_PAY_ID)) {
            id[0] = JsonInput.id(value, name);
          } else {
            value.skipChildren();
          }
        });
    return id[0];
  }

  private static Map<Long, Long> balances(JsonParser json) throws IOException, Refusal {
    JsonInput.expect(json, JsonToken.START_ARRAY, "a JSON array of {uid, amount}");
    Map<Long, Long> balances = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      long[] account = {0, -1};
      JsonInput.fields(
          json,
          (name, value) -> {
            switch (name) {
              case "uid" -> account[0] = JsonInput.uid(value);
              case "amount" -> account[1] = Cents.read(value, 0, Bank.BALANCE_CENTS_MAX);
              default -> value.skipChildren();
            }
          });
      if (account[0] == 0 || account[1] < 0) {
        throw new Refusal("every account needs a uid and an amount");
      }
      balances.put(account[0], account[1]);
    }
    return balances;
  }
}

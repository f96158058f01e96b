// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;

/** A batchPayFinish as asked for, in whichever of the protocol's ways the batch's id came. */
record FinishRequest(String batchPayId) {

  private static final String FIELD = "batchPayId";

  /**
   * Finds the id: in the query, as JSON, as a form field, or bare.
   *
   * @throws Refusal if there is none, or the query names another than the body
   */
  static FinishRequest parse(Optional<String> query, byte[] body) throws Refusal {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return new FinishRequest(JsonInput.checkedId(FIELD, query.orElse("")));
    }
    String id = JsonInput.checkedId(FIELD, inBody(text, body));
    if (query.isPresent() && !query.get().equals(id)) {
      throw new Refusal("the query and the body name different batches");
    }
    return new FinishRequest(id);
  }

  private static String inBody(String text, byte[] body) throws Refusal {
    if (text.startsWith("{")) {
      return JsonInput.read(body, FinishRequest::inObject);
    }
    if (text.startsWith("\"")) {
      return JsonInput.read(body, JsonInput::id);
    }
    if (text.startsWith(FIELD + "=") || text.contains("&" + FIELD + "=")) {
      return inForm(text);
    }
    return text;
  }

  private static String inObject(JsonParser json) throws IOException, Refusal {
    String id = "";
    JsonInput.enterObject(json);
    while (JsonInput.nextField(json)) {
      if (json.currentName().equals(FIELD)) {
        id = JsonInput.id(json);
      } else {
        json.skipChildren();
      }
    }
    return id;
  }

  private static String inForm(String text) throws Refusal {
    Fields form = new Fields();
    try {
      UrlEncoded.decodeTo(text, form::add, StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      throw new Refusal("the form cannot be decoded");
    }
    return Optional.ofNullable(form.getValue(FIELD)).orElse("");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body of a trade, as it was sent. */
record TradeRequest(@Nullable Uid sourceUid, @Nullable Uid targetUid, @Nullable Money amount) {

  private static final int NUMBER_LENGTH_MAX = 40;

  /**
   * Reads a body that is as it should be, in a third of the time that data binding takes.
   *
   * @return null for any other body: data binding then says what it means, or what is wrong with it
   */
  static @Nullable TradeRequest readUsual(byte[] body) {
    try (JsonParser json = Json.parser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Uid source = null;
      Uid target = null;
      Money amount = null;
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        switch (field) {
          case "sourceUid" -> source = uid(json, value);
          case "targetUid" -> target = uid(json, value);
          case "amount" -> amount = amount(json, value);
          default -> {
            return null;
          }
        }
      }
      boolean complete = source != null && target != null && amount != null;
      boolean ended = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
      return complete && ended ? new TradeRequest(source, target, amount) : null;
    } catch (IOException | IllegalArgumentException unusual) {
      return null;
    }
  }

  private static @Nullable Uid uid(JsonParser json, JsonToken value) throws IOException {
    return value == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
            && json.getLongValue() > 0
        ? new Uid(json.getLongValue())
        : null;
  }

  private static @Nullable Money amount(JsonParser json, JsonToken value) throws IOException {
    return value.isNumeric() && json.getTextLength() <= NUMBER_LENGTH_MAX
        ? Money.of(json.getText())
        : null;
  }
}

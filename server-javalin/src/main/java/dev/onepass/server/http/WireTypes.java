// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/** How the ledger's values stand in JSON. */
final class WireTypes extends SimpleModule {

  /** The grammar of a JSON number; in a string, nothing else is an amount either. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private static final int NUMBER_LENGTH_MAX = 40;

  WireTypes() {
    addDeserializer(Money.class, new MoneyReader());
    addDeserializer(Uid.class, new UidReader());
    addDeserializer(BatchId.class, new BatchIdReader());
    addDeserializer(UidList.class, new UidList.Reader());
    // A scale of two never needs an exponent, so the plain form is what is written.
    addSerializer(Money.class, writer((money, json) -> json.writeNumber(money.amount())));
    addSerializer(Uid.class, writer((uid, json) -> json.writeNumber(uid.value())));
    addSerializer(BatchId.class, writer((id, json) -> json.writeString(id.value())));
    addSerializer(RequestId.class, writer((id, json) -> json.writeString(id.value())));
    addSerializer(Instant.class, writer((instant, json) -> json.writeString(instant.toString())));
  }

  /** Reads the number under the parser's eyes; {@code field} is for the caller's information. */
  static Uid uid(JsonParser parser, String field) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || parser.getLongValue() <= 0) {
      throw Invalid.uid(field);
    }
    return new Uid(parser.getLongValue());
  }

  private static String field(JsonParser parser) throws IOException {
    return Objects.requireNonNullElse(parser.currentName(), "body");
  }

  private static final class UidReader extends JsonDeserializer<Uid> {
    @Override
    public Uid deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return uid(parser, field(parser));
    }
  }

  private static final class MoneyReader extends JsonDeserializer<Money> {
    @Override
    public Money deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      String field = field(parser);
      JsonToken token = parser.currentToken();
      if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
        throw Invalid.amount(field);
      }
      // The text itself, however the parser would have read it.
      String text = parser.getText();
      if (text.length() > NUMBER_LENGTH_MAX || !NUMBER.matcher(text).matches()) {
        throw Invalid.amount(field);
      }
      try {
        return Money.of(text);
      } catch (IllegalArgumentException e) {
        throw Invalid.amount(field);
      }
    }
  }

  private static final class BatchIdReader extends JsonDeserializer<BatchId> {
    @Override
    public BatchId deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String field = field(parser);
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw Invalid.type(field);
      }
      return Ids.batch(field, parser.getText());
    }
  }

  private interface Writer<T> {
    void write(T value, JsonGenerator json) throws IOException;
  }

  private static <T> JsonSerializer<T> writer(Writer<T> writer) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        writer.write(value, json);
      }
    };
  }
}

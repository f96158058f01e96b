// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose balances are asked for: {@code [1001, 1002]} or {@code {"uids": [1001, 1002]}}. */
@JsonDeserialize(using = UidQuery.Reader.class)
record UidQuery(List<Uid> uids) {

  /**
   * Reads a body that is as it should be, without data binding.
   *
   * @return null for any other body: data binding then says what it means, or what is wrong with it
   */
  static @Nullable UidQuery readUsual(byte[] body) {
    try (JsonParser json = Json.parser(body)) {
      boolean bare = json.nextToken() == JsonToken.START_ARRAY;
      if (!bare
          && !("uids".equals(json.nextFieldName()) && json.nextToken() == JsonToken.START_ARRAY)) {
        return null;
      }
      List<Uid> uids = new ArrayList<>();
      while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
        uids.add(uid(json.getLongValue()));
      }
      boolean closed =
          json.currentToken() == JsonToken.END_ARRAY
              && (bare || json.nextToken() == JsonToken.END_OBJECT);
      return closed && json.nextToken() == null ? new UidQuery(uids) : null;
    } catch (IOException | ApiException unusual) {
      return null;
    }
  }

  private static Uid uid(long value) {
    if (value <= 0) {
      throw Invalid.uid("uids");
    }
    return new Uid(value);
  }

  private record Named(@Nullable UidList uids) {}

  /** Tells the two forms apart. */
  static final class Reader extends JsonDeserializer<UidQuery> {
    @Override
    public UidQuery deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      boolean bare = parser.currentToken() == JsonToken.START_ARRAY;
      UidList list =
          bare
              ? context.readValue(parser, UidList.class)
              : context.readValue(parser, Named.class).uids();
      return new UidQuery(Body.required("uids", list).uids());
    }
  }
}

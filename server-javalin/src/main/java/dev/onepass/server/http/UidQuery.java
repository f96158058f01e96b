// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose balances are asked for: {@code [1001, 1002]} or {@code {"uids": [1001, 1002]}}. */
@JsonDeserialize(using = UidQuery.Reader.class)
record UidQuery(List<Uid> uids) {

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

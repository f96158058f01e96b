// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Uids in the order given, repetitions and all; read one by one, for there may be a million.
 *
 * @param uids all above zero
 */
record UidList(List<Uid> uids) {

  /** Repetitions collapse later, but not without end. */
  private static final int LENGTH_MAX = 2_000_000;

  /** Reads an array of whole numbers. */
  static final class Reader extends JsonDeserializer<UidList> {
    @Override
    public UidList deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw Invalid.type("uids");
      }
      var uids = new ArrayList<Uid>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (uids.size() == LENGTH_MAX) {
          throw Invalid.count("uids", 1, LENGTH_MAX);
        }
        uids.add(WireTypes.uid(parser, "uids"));
      }
      return new UidList(uids);
    }
  }
}

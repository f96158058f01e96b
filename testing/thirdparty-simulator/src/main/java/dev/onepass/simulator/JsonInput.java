// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reading request bodies, token by token. */
final class JsonInput {

  static final JsonFactory FACTORY = new JsonFactory();

  private static final int ID_LENGTH_MAX = 128;

  private JsonInput() {}

  /**
   * Reads a whole body.
   *
   * @throws Refusal if it is not JSON, or not of the shape that {@code reader} wants
   */
  static <T> T read(byte[] body, Reader<T> reader) throws Refusal {
    try (JsonParser json = FACTORY.createParser(body)) {
      json.nextToken();
      T value = reader.read(json);
      if (json.nextToken() != null) {
        throw new Refusal("there is something behind the JSON value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new Refusal("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Refusal("not readable");
    }
  }

  /** Steps into the object the parser stands on. */
  static void enterObject(JsonParser json) throws Refusal {
    expect(json, JsonToken.START_OBJECT, "a JSON object");
  }

  /** Steps to the value of the object's next field; false, and on its end, if there is none. */
  static boolean nextField(JsonParser json) throws IOException {
    if (json.nextToken() == JsonToken.END_OBJECT) {
      return false;
    }
    json.nextToken();
    return true;
  }

  /** The id the parser stands on. */
  static String id(JsonParser json) throws IOException, Refusal {
    expect(json, JsonToken.VALUE_STRING, "an id as a JSON string");
    return checkedId("an id", json.getText());
  }

  /** The same id, if it can be one. */
  static String checkedId(String name, String id) throws Refusal {
    if (id.isBlank() || id.length() > ID_LENGTH_MAX) {
      throw new Refusal(name + " must have 1 to " + ID_LENGTH_MAX + " characters");
    }
    return id;
  }

  /** The uid the parser stands on. */
  static long uid(JsonParser json) throws IOException, Refusal {
    expect(json, JsonToken.VALUE_NUMBER_INT, "uid as a whole JSON number");
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER || json.getLongValue() <= 0) {
      throw new Refusal("uid must be positive and fit into 64 bits");
    }
    return json.getLongValue();
  }

  static void expect(JsonParser json, JsonToken token, String what) throws Refusal {
    if (json.currentToken() != token) {
      throw new Refusal("expected " + what);
    }
  }

  /** Reads one value; the parser stands on its first token, and afterwards on its last. */
  interface Reader<T> {
    T read(JsonParser json) throws IOException, Refusal;
  }
}

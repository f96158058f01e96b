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

  /** Reads the fields of the object the parser stands on; stops on its end. */
  static void fields(JsonParser json, FieldReader reader) throws IOException, Refusal {
    expect(json, JsonToken.START_OBJECT, "a JSON object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      reader.read(name, json);
    }
  }

  /** The id the parser stands on. */
  static String id(JsonParser json, String name) throws IOException, Refusal {
    expect(json, JsonToken.VALUE_STRING, name + " as a JSON string");
    return id(json.getText(), name);
  }

  /** The same id, once checked. */
  static String id(String id, String name) throws Refusal {
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

  /** Reads one field's value; the parser as with {@link Reader}. */
  interface FieldReader {
    void read(String name, JsonParser json) throws IOException, Refusal;
  }
}

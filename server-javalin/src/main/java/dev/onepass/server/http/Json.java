// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * JSON in and out, exact: no amount passes through binary floating point, and what is not of the
 * expected shape is refused, with words that help. Thread-safe.
 */
final class Json {

  // Requests are flat: whatever goes deeper or longer is an attack or a mistake.
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(8)
          .maxNumberLength(100)
          .maxStringLength(2_000)
          .maxNameLength(200)
          .build();

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(CONSTRAINTS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // The location would quote the body, which may hold what no log should.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .addModule(new WireTypes())
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.WRAP_EXCEPTIONS)
          .build();

  private static final ObjectReader STRICT = MAPPER.reader();
  private static final ObjectReader LENIENT =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Json() {}

  /**
   * @param strict whether a field that the type does not know is refused, too
   * @throws ApiException if the bytes are not JSON of that type's shape
   */
  static <T> T read(InputStream body, Class<T> type, boolean strict) throws IOException {
    T value;
    try {
      value = (strict ? STRICT : LENIENT).forType(type).readValue(body);
    } catch (UnrecognizedPropertyException e) {
      throw Invalid.unknown(e.getPropertyName());
    } catch (StreamReadException e) {
      throw malformed(e);
    } catch (JsonMappingException e) {
      throw misshapen(e);
    } catch (JsonProcessingException e) {
      throw notJsonAt(e.getLocation());
    } catch (CharConversionException e) {
      throw Invalid.notJson(1, 1);
    }
    if (value == null) {
      throw Invalid.shape();
    }
    return value;
  }

  /** For who reads by hand, under the same rules. */
  static JsonParser parser(byte[] body) throws IOException {
    return FACTORY.createParser(body);
  }

  /** For who writes by hand. */
  static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a bug: not to be told as JSON", e);
    }
  }

  private static ApiException malformed(StreamReadException e) {
    // The only way to tell; worded so since Jackson 2.3.
    String message = e.getOriginalMessage();
    if (message.startsWith("Duplicate field '")) {
      return Invalid.twice(message.substring("Duplicate field '".length(), message.length() - 1));
    }
    return notJsonAt(e.getLocation());
  }

  private static ApiException misshapen(JsonMappingException e) {
    if (e.getCause() instanceof StreamReadException cause) {
      return malformed(cause);
    }
    List<JsonMappingException.Reference> path = e.getPath();
    String field = path.isEmpty() ? null : path.get(path.size() - 1).getFieldName();
    if (field != null) {
      return Invalid.type(field);
    }
    JsonLocation location = e.getLocation();
    boolean empty = location == null || location.getByteOffset() <= 0;
    return empty ? Invalid.emptyBody() : Invalid.shape();
  }

  private static ApiException notJsonAt(JsonLocation location) {
    return location == null
        ? Invalid.notJson(1, 1)
        : Invalid.notJson(location.getLineNr(), location.getColumnNr());
  }
}

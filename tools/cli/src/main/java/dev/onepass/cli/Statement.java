// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.onepass.command.CommandFailure;
import dev.onepass.domain.model.SettledPayment;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The third party's statement of settled payments: a CSV file (RFC 4180) in UTF-8, whose first line
 * names its columns, {@code transactionId}, {@code uid} and {@code amount} among them.
 */
final class Statement {

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String TRANSACTION_ID = "transactionId";
  private static final String UID = "uid";
  private static final String AMOUNT = "amount";
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private Statement() {}

  /**
   * Reads all of it.
   *
   * @throws CommandFailure if it cannot be read, with the line and what would be right
   */
  static List<SettledPayment> read(Path file) {
    List<SettledPayment> payments = new ArrayList<>();
    try (MappingIterator<Map<String, String>> lines =
        CSV.readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(text(file))) {
      while (lines.hasNextValue()) {
        int line = lines.getParser().currentLocation().getLineNr();
        payments.add(payment(file, line, lines.nextValue()));
      }
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "%s, line %d: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + file + ": " + e, e);
    }
    return payments;
  }

  private static String text(Path file) throws IOException {
    try {
      String text = Files.readString(file, UTF_8);
      if (text.isBlank()) {
        throw new CommandFailure(file + " is empty; its first line names transactionId,uid,amount");
      }
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static SettledPayment payment(Path file, int line, Map<String, String> values) {
    try {
      return new SettledPayment(
          value(values, TRANSACTION_ID),
          read(values, UID, text -> new Uid(Uids.parse(text))),
          read(values, AMOUNT, Money::of));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          "%s, line %d: %s; a line is such as 3f1c...,1001,10000.00 below the names transactionId,uid,amount"
              .formatted(file, line, e.getMessage()),
          e);
    }
  }

  private static <T> T read(Map<String, String> values, String name, Function<String, T> reader) {
    String text = value(values, name);
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException("%s '%s': %s".formatted(name, text, e.getMessage()), e);
    }
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return value;
  }
}

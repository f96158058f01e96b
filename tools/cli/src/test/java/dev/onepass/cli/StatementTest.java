// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.command.CommandFailure;
import dev.onepass.domain.model.SettledPayment;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

  private static final SettledPayment PAYMENT =
      new SettledPayment("3f1c-8a", new Uid(1001), Money.of("10000.00"));

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("march.csv"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transactionId,uid,amount\n3f1c-8a,1001,10000.00\n",
        "transactionId,uid,amount\r\n3f1c-8a,1001,10000.00",
        "\uFEFFtransactionId,uid,amount\n3f1c-8a,1001,10000\n\n",
        "amount, date ,uid,transactionId\n10000.0,2026-03-04,1001,3f1c-8a\n",
        "\"transactionId\",\"uid\",\"amount\"\n\"3f1c-8a\",\"1001\",\"10000.00\"\n",
        " transactionId , uid , amount \n 3f1c-8a , 1001 , 10000.00 \n",
        "note,transactionId,uid,amount\n\"a, \"\"b\"\"\n c\",3f1c-8a,1001,10000.00\n"
      })
  void whateverTheOrderTheQuotesAndTheLineEndsThePaymentIsRead(String text) throws IOException {
    assertThat(Statement.read(file(text))).containsExactly(PAYMENT);
  }

  @Test
  void aStatementWithoutPaymentsIsEmpty() throws IOException {
    assertThat(Statement.read(file("transactionId,uid,amount\n"))).isEmpty();
  }

  @Test
  void anEmptyFileIsNoStatement() throws IOException {
    Path file = file("\n");

    assertThatThrownBy(() -> Statement.read(file))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("march.csv is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,1001,x               | x",
        "a,1001,0.001           | 0.001",
        "a,1001,0               | no payment",
        "a,1001,-5              | -5",
        "a,0,5                  | a UID is a whole number above zero",
        "a,uid,5                | uid",
        "a,9223372036854775808,5| 9223372036854775808",
        ",1001,5                | no transactionId",
        "a,1001,                | no amount",
        "a,1001                 | no amount",
        "a,1001,1e99            | 1e99",
      })
  void whatIsNoPaymentIsNamedWithItsLine(String line, String words) throws IOException {
    Path file = file("transactionId,uid,amount\nb,1,1.00\n" + line.strip() + "\n");

    assertThatThrownBy(() -> Statement.read(file))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("march.csv, line 3: ")
        .hasMessageContaining(words)
        .hasMessageContaining("transactionId,uid,amount");
  }

  @Test
  void columnsThatAreNotNamedAreAskedFor() throws IOException {
    Path file = file("3f1c-8a,1001,10000.00\n3f1c-8b,1001,10000.00\n");

    assertThatThrownBy(() -> Statement.read(file))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("there is no transactionId");
  }

  @Test
  void whatIsNoTextOrNotThereIsTold() throws IOException {
    Path binary = directory.resolve("binary");
    Files.write(binary, "transactionId\u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Statement.read(binary))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot read " + binary);
    assertThatThrownBy(() -> Statement.read(directory.resolve("missing")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot read ");
  }
}

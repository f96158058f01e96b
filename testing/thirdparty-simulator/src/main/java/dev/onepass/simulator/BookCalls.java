// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.onepass.simulator.bank.AccountBook;
import dev.onepass.simulator.bank.BankTotals;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Tells the books over HTTP: {@code ?uid=} one account, {@code ?after=&limit=} a page of them, and
 * otherwise the totals.
 */
final class BookCalls {

  private static final int PAGE_MAX = 10_000;

  private final Books books;

  BookCalls(Books books) {
    this.books = books;
  }

  void tell(Exchange exchange) throws Refusal {
    if (exchange.query("uid").isPresent()) {
      AccountBook account =
          books
              .account(number(exchange, "uid", 0, Long.MAX_VALUE))
              .orElseThrow(() -> new Refusal(404, "no such account"));
      exchange.answer(json -> write(json, account));
    } else if (exchange.query("after").isPresent() || exchange.query("limit").isPresent()) {
      int limit = (int) number(exchange, "limit", 100, PAGE_MAX);
      List<AccountBook> page = books.accounts(number(exchange, "after", 0, Long.MAX_VALUE), limit);
      exchange.answer(json -> write(json, page));
    } else {
      exchange.answer(this::writeTotals);
    }
  }

  private static long number(Exchange exchange, String name, long byDefault, long max)
      throws Refusal {
    String text = exchange.query(name).orElse(Long.toString(byDefault));
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same refusal.
    }
    throw new Refusal(name + " must be a whole number from 0 to " + max);
  }

  private void writeTotals(JsonGenerator json) throws IOException {
    BankTotals totals = books.totals();
    json.writeStartObject();
    json.writeNumberField("funded", Cents.decimal(totals.fundedCents()));
    json.writeNumberField("remaining", Cents.decimal(totals.remainingCents()));
    json.writeNumberField("settled", Cents.decimal(totals.settledCents()));
    json.writeBooleanField("conserved", totals.conserved());
    json.writeNumberField("accounts", totals.accounts());
    json.writeNumberField("payments", totals.payments());
    json.writeNumberField("rememberedIds", books.rememberedIds());
    json.writeNumberField("rememberedBytes", books.rememberedBytes());
    json.writeNumberField("batchesBegun", books.batchesBegun().size());
    json.writeNumberField("batchesFinished", books.batchesFinished().size());
    json.writeNumberField("calls", books.calls());
    writeCounts(json, "answers", books.answers());
    writeCounts(json, "faults", books.faults());
    json.writeEndObject();
  }

  private static void writeCounts(JsonGenerator json, String name, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, List<AccountBook> page) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("accounts");
    for (AccountBook account : page) {
      write(json, account);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, AccountBook account) throws IOException {
    json.writeStartObject();
    json.writeNumberField("uid", account.uid());
    json.writeNumberField("balance", Cents.decimal(account.balanceCents()));
    json.writeNumberField("settled", Cents.decimal(account.settledCents()));
    json.writeNumberField("payments", account.payments());
    json.writeEndObject();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each way in which an order can be wrong is seen, and no order that can be is blamed. */
class HistoryTest {

  private static final long ANN = 1;
  private static final long BEN = 2;
  private static final long EVE = 3;

  private final Map<Long, Entry.Side> latest = new HashMap<>();
  private final List<Entry> journal = new ArrayList<>();
  private final Map<String, Span> posted = new HashMap<>();
  private final List<Sighting> sightings = new ArrayList<>();

  @Test
  void whatOverlapsMayHaveHappenedInEitherOrder() {
    deposit(ANN, 100);
    transfer(ANN, BEN, 10, 50, 90);
    transfer(ANN, BEN, 20, 40, 95);
    sightings.add(new Sighting(ANN, 70, new Span(45, 60)));
    sightings.add(new Sighting(ANN, 90, new Span(55, 60)));
    sightings.add(new Sighting(BEN, 10, new Span(0, 92)));

    assertThat(complaints()).isEmpty();
  }

  @Test
  void anAcknowledgedTransferPrecedesAllThatAreAskedForLater() {
    deposit(ANN, 100);
    transfer(ANN, BEN, 10, 50, 60);
    transfer(ANN, EVE, 20, 30, 40);

    assertThat(complaints()).singleElement().asString().contains("answered before the question");
  }

  @Test
  void thisHoldsThroughOthersInBetweenToo() {
    deposit(ANN, 100);
    deposit(BEN, 100);
    transfer(ANN, BEN, 10, 50, 60);
    transfer(BEN, EVE, 20, 10, 90);
    transfer(EVE, ANN, 5, 30, 40);

    assertThat(complaints()).singleElement().asString().contains("answered before the question");
  }

  @Test
  void whoHasHisAnswerIsToldOfNoOlderBalance() {
    deposit(ANN, 100);
    transfer(ANN, BEN, 10, 10, 20);
    sightings.add(new Sighting(ANN, 100, new Span(20, 25)));
    assertThat(complaints()).isEmpty();

    sightings.add(new Sighting(ANN, 100, new Span(21, 25)));
    assertThat(complaints()).singleElement().asString().contains("was not the balance then");
  }

  @Test
  void whoSawABalanceIsToldOfNoOlderOne() {
    deposit(ANN, 100);
    transfer(ANN, BEN, 10, 10, 90);
    sightings.add(new Sighting(ANN, 90, new Span(20, 30)));
    sightings.add(new Sighting(ANN, 100, new Span(30, 40)));
    assertThat(complaints()).isEmpty();

    sightings.add(new Sighting(ANN, 100, new Span(31, 40)));
    assertThat(complaints()).singleElement().asString().contains("answered before the question");
  }

  @Test
  void anAccountByItselfMayLagBehindAnotherButNotGoBack() {
    deposit(ANN, 100);
    transfer(ANN, BEN, 10, 10, 90);
    sightings.add(new Sighting(BEN, 10, new Span(20, 30)));
    sightings.add(new Sighting(ANN, 100, new Span(31, 40)));
    assertThat(complaints()).hasSize(1);
    assertThat(History.complaintsOfEachAlone(journal, posted, sightings)).isEmpty();

    sightings.add(new Sighting(ANN, 90, new Span(21, 30)));
    assertThat(History.complaintsOfEachAlone(journal, posted, sightings)).hasSize(1);
  }

  @Test
  void nobodySeesATransferThatIsNotYetAskedFor() {
    deposit(ANN, 100);
    transfer(ANN, BEN, 10, 50, 60);
    sightings.add(new Sighting(BEN, 10, new Span(40, 49)));

    assertThat(complaints()).singleElement().asString().contains("was not the balance then");
  }

  @Test
  void nobodySeesABalanceThatNeverWas() {
    deposit(ANN, 100);
    sightings.add(new Sighting(ANN, 99, new Span(1, 2)));
    sightings.add(new Sighting(EVE, 0, new Span(1, 2)));

    assertThat(complaints()).hasSize(2);
  }

  @Test
  void aBalanceThatWasThereTwiceShowsNothing() {
    deposit(ANN, 100);
    transfer(ANN, BEN, 10, 10, 90);
    transfer(BEN, ANN, 10, 15, 90);
    sightings.add(new Sighting(ANN, 90, new Span(20, 30)));
    sightings.add(new Sighting(ANN, 100, new Span(31, 40)));

    assertThat(complaints()).isEmpty();
  }

  @Test
  void twoTransfersDoNotEachComeBeforeTheOther() {
    journal.add(
        new Entry("a", List.of(new Entry.Side(ANN, 1, 5, 5), new Entry.Side(BEN, 2, 5, 10))));
    journal.add(
        new Entry("b", List.of(new Entry.Side(ANN, 2, 5, 10), new Entry.Side(BEN, 1, 5, 5))));

    assertThat(complaints()).singleElement().asString().contains("2 events each follow another");
  }

  @Test
  void aJournalThatDoesNotAddUpIsSeen() {
    deposit(ANN, 100);
    assertThat(withSide(new Entry.Side(ANN, 2, 10, 110))).isEmpty();
    assertThat(withSide(new Entry.Side(ANN, 2, 10, 111))).as("a wrong sum").hasSize(1);
    assertThat(withSide(new Entry.Side(ANN, 3, 10, 110))).as("a gap").hasSize(1);
    assertThat(withSide(new Entry.Side(ANN, 2, -110, -10))).as("below zero").hasSize(1);
    assertThat(withSide(new Entry.Side(ANN, 1, 100, 100))).as("a version twice").hasSize(1);
  }

  @Test
  void noHistoryOfARealOrderIsBlamed() {
    for (long seed = 0; seed < 300; seed++) {
      forget();
      live(new Random(seed));
      assertThat(complaints()).as("seed " + seed).isEmpty();
    }
  }

  @Test
  void aTransferThatIsMovedPastALaterOneIsSeenInAnyHistory() {
    for (long seed = 0; seed < 300; seed++) {
      forget();
      Random random = new Random(seed);
      long end = live(random);
      transfer(ANN, BEN, 0, end + 200, end + 201);
      transfer(ANN, BEN, 0, end + 100, end + 199);
      assertThat(complaints()).as("seed " + seed).isNotEmpty();
    }
  }

  /** One transfer or look at each moment, asked for before it and answered after it. */
  private long live(Random random) {
    for (long uid : List.of(ANN, BEN, EVE)) {
      deposit(uid, 1000);
    }
    for (long moment = 100; moment < 140; moment++) {
      long begin = moment - random.nextInt(10);
      long end = moment + random.nextInt(10);
      List<Long> uids = new ArrayList<>(List.of(ANN, BEN, EVE));
      Collections.shuffle(uids, random);
      if (random.nextBoolean()) {
        transfer(uids.get(0), uids.get(1), random.nextInt(1, 20), begin, end);
      } else {
        long cents = latest.get(uids.get(0)).after();
        sightings.add(new Sighting(uids.get(0), cents, new Span(begin, end)));
      }
    }
    return 150;
  }

  private void forget() {
    latest.clear();
    journal.clear();
    posted.clear();
    sightings.clear();
  }

  private void deposit(long uid, long cents) {
    journal.add(new Entry("deposit", List.of(side(uid, cents))));
  }

  private void transfer(long source, long target, long cents, long begin, long end) {
    String key = "t" + journal.size();
    journal.add(new Entry(key, List.of(side(source, -cents), side(target, cents))));
    posted.put(key, new Span(begin, end));
  }

  private Entry.Side side(long uid, long change) {
    Entry.Side before = latest.getOrDefault(uid, new Entry.Side(uid, 0, 0, 0));
    Entry.Side side = new Entry.Side(uid, before.version() + 1, change, before.after() + change);
    latest.put(uid, side);
    return side;
  }

  private List<String> withSide(Entry.Side side) {
    List<Entry> longer = new ArrayList<>(journal);
    longer.add(new Entry("more", List.of(side)));
    return History.complaintsOfAllTogether(longer, posted, sightings);
  }

  private List<String> complaints() {
    Collections.shuffle(journal, new Random(journal.size()));
    return History.complaintsOfAllTogether(journal, posted, sightings);
  }
}

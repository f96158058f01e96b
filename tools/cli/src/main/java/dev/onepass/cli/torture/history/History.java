// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether what callers were told can have happened, each thing at one moment between the question
 * and the answer, in the order of the journal. This is linearizability: M. Herlihy, J. Wing,
 * "Linearizability: A Correctness Condition for Concurrent Objects", ACM TOPLAS 12(3), 1990.
 *
 * <p>To find that out is hard in general, and easy here, since the journal tells the order of each
 * account's transfers. Taken one after the other, each gets the earliest moment that its own
 * question and its predecessors leave; if one gets it after its answer, no moments exist. A balance
 * that somebody saw stands between the transfer that made it and the next one. If the account had
 * it several times meanwhile, it shows nothing, and is left out.
 */
public final class History {

  private final Map<Long, Timeline> timelines = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  private History(
      Collection<Entry> journal, Map<String, Span> posted, Collection<Sighting> sightings) {
    read(journal, posted);
    sightings.forEach(this::place);
    timelines.values().forEach(Timeline::order);
    live();
  }

  /**
   * Checks all accounts together: an answer comes before every later request, for whatever account,
   * and a caller that knows of a transfer sees no other account as it was before.
   *
   * @param journal every transfer there ever was, in any order
   * @param posted when trades were asked for and acknowledged, by key
   * @param sightings of balances
   * @return all that cannot have been
   */
  public static List<String> complaintsOfAllTogether(
      Collection<Entry> journal, Map<String, Span> posted, Collection<Sighting> sightings) {
    return new History(journal, posted, sightings).complaints;
  }

  /**
   * The same, but each account by itself, as one may ask of a cache that has an entry for each: who
   * knows of a transfer, by its answer or by a balance, sees its two accounts at no earlier time.
   */
  public static List<String> complaintsOfEachAlone(
      Collection<Entry> journal, Map<String, Span> posted, Collection<Sighting> sightings) {
    Map<Long, List<Sighting>> byAccount =
        sightings.stream().collect(Collectors.groupingBy(Sighting::uid));
    Map<Long, List<Entry>> sidesByAccount = new HashMap<>();
    for (Entry entry : journal) {
      for (Entry.Side side : entry.sides()) {
        sidesByAccount
            .computeIfAbsent(side.uid(), uid -> new ArrayList<>())
            .add(new Entry(entry.key(), List.of(side)));
      }
    }
    return byAccount.entrySet().stream()
        .flatMap(
            account ->
                complaintsOfAllTogether(
                    sidesByAccount.getOrDefault(account.getKey(), List.of()),
                    posted,
                    account.getValue())
                    .stream())
        .toList();
  }

  private void read(Collection<Entry> journal, Map<String, Span> posted) {
    Map<Long, TreeMap<Long, Timeline.Step>> steps = new HashMap<>();
    for (Entry entry : journal) {
      Event event = event(entry, posted.getOrDefault(entry.key(), Span.ANY_TIME));
      for (Entry.Side side : entry.sides()) {
        Timeline.Step other =
            steps
                .computeIfAbsent(side.uid(), uid -> new TreeMap<>())
                .put(side.version(), new Timeline.Step(side, event));
        if (other != null) {
          complaints.add("two transfers made " + side);
        }
      }
    }
    steps.forEach(
        (uid, ofAccount) ->
            timelines.put(uid, new Timeline(List.copyOf(ofAccount.values()), complaints::add)));
  }

  private void place(Sighting sighting) {
    Timeline timeline = timelines.get(sighting.uid());
    if (timeline == null) {
      complaints.add(sighting + " of an account without a journal");
      return;
    }
    List<Integer> places = timeline.places(sighting);
    if (places.isEmpty()) {
      complaints.add(sighting + " was not the balance then");
    } else if (places.size() == 1) {
      timeline.add(event(sighting, sighting.span()), places.get(0));
    }
  }

  private Event event(Object what, Span span) {
    Event event = new Event(what, span);
    events.add(event);
    return event;
  }

  /** Goes through all events, each after those it follows. */
  private void live() {
    Deque<Event> ready = new ArrayDeque<>();
    events.stream().filter(Event::isReady).forEach(ready::add);
    int lived = 0;
    for (Event event = ready.poll(); event != null; event = ready.poll()) {
      lived++;
      event.live(complaints::add);
      for (Event follower : event.followers()) {
        if (follower.isNowReady()) {
          ready.add(follower);
        }
      }
    }
    if (lived < events.size()) {
      complaints.add("%d events each follow another of them".formatted(events.size() - lived));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.cli.torture.history.Sighting;
import dev.onepass.cli.torture.history.Span;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the callers of the servers were told, and when. Thread-safe.
 *
 * <p>A balance told while the database died is no testimony: InnoDB shows commits before they are
 * durable, and the cache may have had it from there. What was acknowledged is, at any time.
 */
final class Testimony {

  /** A commit is shown no longer before it is durable; a server notices a death no later. */
  private static final long DEATH_NANOS = Duration.ofSeconds(1).toNanos();

  private final long origin = System.nanoTime();
  private final Map<Intent, Intent.Fate> fates = new ConcurrentHashMap<>();
  private final Map<String, Posted> posted = new ConcurrentHashMap<>();
  private final Queue<Sighting> stored = new ConcurrentLinkedQueue<>();
  private final Map<Node, Queue<Sighting>> cached = new ConcurrentHashMap<>();

  private final Queue<Span> deaths = new ConcurrentLinkedQueue<>();

  private record Posted(Node node, Span span) {

    /** A server need not know what another one has answered already. */
    Span asKnownBy(Node reader) {
      return reader == node ? span : new Span(span.begin(), Long.MAX_VALUE);
    }
  }

  /** The present moment, for {@link #since}. */
  long now() {
    return System.nanoTime() - origin;
  }

  /** From a moment to this one. */
  Span since(long begin) {
    return new Span(begin, now());
  }

  /** The database has died just now. */
  void databaseDied() {
    long moment = now();
    deaths.add(new Span(moment - DEATH_NANOS, moment + DEATH_NANOS));
  }

  void posted(Intent intent, Node node, Span span) {
    if (isNews(intent, Intent.Fate.POSTED)) {
      posted.put(intent.key(), new Posted(node, span));
    }
  }

  /**
   * @param available what the source had by the refusal, in cents
   */
  void refused(Intent intent, long available, Span span) {
    if (isNews(intent, Intent.Fate.REFUSED)) {
      sawStored(new Sighting(intent.source(), available, span));
    }
  }

  /** Who asks again must be told the same. */
  private boolean isNews(Intent intent, Intent.Fate fate) {
    Intent.Fate first = fates.putIfAbsent(intent, fate);
    if (first != null && first != fate) {
      throw new IllegalStateException("%s was %s, then %s".formatted(intent, first, fate));
    }
    return first == null;
  }

  /** Somebody was told a balance of the database. */
  void sawStored(Sighting sighting) {
    stored.add(sighting);
  }

  /** Somebody was told a balance by this server, perhaps of the cache. */
  void sawCached(Node node, Sighting sighting) {
    cached.computeIfAbsent(node, n -> new ConcurrentLinkedQueue<>()).add(sighting);
  }

  /** What became of each trade, as far as that is known. */
  Map<Intent, Intent.Fate> fates() {
    return fates;
  }

  /** When each trade that was made was asked for and acknowledged, by its key. */
  Map<String, Span> posted() {
    return transformed(Posted::span);
  }

  /** The same, as if only this server had told that they were made. */
  Map<String, Span> postedAsKnownBy(Node node) {
    return transformed(trade -> trade.asKnownBy(node));
  }

  private Map<String, Span> transformed(Function<Posted, Span> span) {
    return posted.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> span.apply(entry.getValue())));
  }

  Collection<Sighting> stored() {
    return ofALivingDatabase(stored);
  }

  Collection<Sighting> cachedBy(Node node) {
    return ofALivingDatabase(cached.getOrDefault(node, new ConcurrentLinkedQueue<>()));
  }

  private List<Sighting> ofALivingDatabase(Collection<Sighting> sightings) {
    return sightings.stream()
        .filter(sighting -> deaths.stream().noneMatch(sighting.span()::overlaps))
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that happened at one moment, which nobody knows, of a span. For one thread. */
final class Event {

  private final Object what;
  private final Span span;
  private final List<Event> followers = new ArrayList<>(3);
  private int predecessors;
  private long earliest;
  private @Nullable Event reason;

  Event(Object what, Span span) {
    this.what = what;
    this.span = span;
    this.earliest = span.begin();
  }

  Span span() {
    return span;
  }

  /** Who cannot have happened before this. */
  List<Event> followers() {
    return followers;
  }

  void precede(Event follower) {
    followers.add(follower);
    follower.predecessors++;
  }

  /** Whether nothing has to happen before it. */
  boolean isReady() {
    return predecessors == 0;
  }

  /** One that it follows has happened; whether it was the last of them. */
  boolean isNowReady() {
    predecessors--;
    return isReady();
  }

  /** Happens as early as it can. */
  void live(Consumer<String> complaints) {
    if (earliest > span.end()) {
      complaints.accept(
          "%s was answered before the question of what it followed: %s".formatted(this, reason));
      earliest = span.end();
    }
    for (Event follower : followers) {
      if (follower.earliest < earliest) {
        follower.earliest = earliest;
        follower.reason = earliest == span.begin() ? this : reason;
      }
    }
  }

  @Override
  public String toString() {
    return what.toString();
  }
}

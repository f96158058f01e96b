// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.ports.model.Uid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait, and which of them may go into a transaction now.
 *
 * <p>No two transactions that run at once share an account: a command whose account another one
 * holds would only wait for it inside the database, on a connection, while behind the running one a
 * larger group could gather. Commands that share an account are decided in the order they came in,
 * also when one of them waits for something else. Not thread-safe.
 */
final class CommandQueue {

  // How far into the queue a group looks past commands that must wait, so that a queue full of
  // them costs little.
  private static final int WINDOW_GROUPS = 4;

  private final LedgerSettings settings;
  private final Deque<Pending<?>> queue = new ArrayDeque<>();
  private final Map<Uid, Pending<?>> newest = new HashMap<>();
  private final Set<Uid> busy = new HashSet<>();
  private int running;

  CommandQueue(LedgerSettings settings) {
    this.settings = settings;
  }

  boolean isFull() {
    return queue.size() >= settings.queueCapacity();
  }

  /** Takes a command in; if nothing stands in its way, gives it back as a group to be run. */
  @Nullable Group add(Pending<?> command) {
    boolean free = running < settings.writers();
    for (Uid uid : command.accounts) {
      free &= newest.put(uid, command) == null;
    }
    if (!free) {
      queue.add(command);
      return null;
    }
    Group group = new Group();
    group.add(command);
    return begin(group);
  }

  /** The next group to be run beside those that run; null if there is none. */
  @Nullable Group next() {
    if (running == settings.writers() || queue.isEmpty()) {
      return null;
    }
    Group group = new Group();
    List<Pending<?>> held = new ArrayList<>();
    Set<Uid> heldAccounts = new HashSet<>();
    int window = WINDOW_GROUPS * settings.maxGroup();
    while (group.commands.size() < settings.maxGroup() && window-- > 0 && !queue.isEmpty()) {
      Pending<?> command = queue.remove();
      if (command.concernsAnyOf(busy) || command.concernsAnyOf(heldAccounts)) {
        held.add(command);
        heldAccounts.addAll(command.accounts);
      } else {
        group.add(command);
      }
    }
    for (int i = held.size() - 1; i >= 0; i--) {
      queue.addFirst(held.get(i));
    }
    return group.commands.isEmpty() ? null : begin(group);
  }

  /** A group has ended: what waited for its accounts or its writer may go on. */
  void end(Group group) {
    running--;
    for (Uid uid : group.accounts) {
      busy.remove(uid);
    }
    for (Pending<?> command : group.commands) {
      for (Uid uid : command.accounts) {
        newest.remove(uid, command);
      }
    }
  }

  private Group begin(Group group) {
    running++;
    busy.addAll(group.accounts);
    return group;
  }
}

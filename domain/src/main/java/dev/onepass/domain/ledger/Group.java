// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.ports.model.Uid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Commands that go through the database on one writer, and whose accounts no other writer touches
 * meanwhile. Begins as one transaction; one that fails is cut in halves, until the command that
 * made it fail stands alone. Handed from thread to thread, used by one at a time.
 */
final class Group {

  /** All accounts of all its commands. */
  final Set<Uid> accounts = new HashSet<>();

  final List<Pending<?>> commands = new ArrayList<>();

  private final Deque<Slice> slices = new ArrayDeque<>();

  void add(Pending<?> command) {
    commands.add(command);
    accounts.addAll(command.accounts);
  }

  /** The commands that are to be committed next. */
  Slice slice() {
    if (slices.isEmpty()) {
      slices.add(new Slice(commands));
    }
    return slices.element();
  }

  /** Cuts the slice in two, to be committed one after the other: that many, then the others. */
  void cut(int first) {
    Slice slice = slices.remove();
    slices.addFirst(slice.allBut(first));
    slices.addFirst(slice.first(first));
  }

  /** Takes the slice out, since its commands are decided; says whether others are left. */
  boolean finishSlice() {
    slices.remove();
    return !slices.isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture.history;

import java.util.List;

/**
 * A transfer in the journal.
 *
 * @param key of the request for it
 * @param sides what it did to each account of a user; money from outside has one side only
 */
public record Entry(String key, List<Side> sides) {

  /**
   * What it did to one account.
   *
   * @param version how many transfers the account then had, this one included
   * @param change in cents, negative if the account paid
   * @param after the account's balance in cents, by the journal
   */
  public record Side(long uid, long version, long change, long after) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.testkit.contract.CacheMembersContract;

class InMemoryCacheMembersTest extends CacheMembersContract {

  private final CacheMembers members = new InMemoryCacheMembers();

  @Override
  protected CacheMembers members() {
    return members;
  }
}

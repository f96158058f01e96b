// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.ports.cache.CacheMembers.Sign;
import dev.onepass.testkit.race.Race;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link CacheMembers} must do. Each test begins with no members. */
public abstract class CacheMembersContract {

  protected abstract CacheMembers members();

  @Test
  void aMemberSeesItselfAndThoseBeforeIt() {
    assertThat(members().sign("one", true, 7)).containsOnly(entry("one", new Sign(1, true, 7)));
    assertThat(members().sign("other", false, 0))
        .containsOnly(entry("one", new Sign(1, true, 7)), entry("other", new Sign(1, false, 0)));
  }

  @Test
  void eachSignCountsAndTheLatestIsSeen() {
    members().sign("one", false, 0);
    members().sign("one", true, 2);
    assertThat(members().sign("one", true, Long.MAX_VALUE))
        .containsOnly(entry("one", new Sign(3, true, Long.MAX_VALUE)));
  }

  @Test
  void whoIsRemovedIsForgottenAndMayComeAgain() {
    members().sign("one", true, 0);
    members().sign("other", true, 0);
    members().remove(List.of("one", "nobody"));
    assertThat(members().sign("other", true, 0)).containsOnlyKeys("other");
    assertThat(members().sign("one", true, 0)).containsEntry("one", new Sign(1, true, 0));
  }

  @Test
  void nobodyIsRemovedByAnEmptyList() {
    members().sign("one", true, 0);
    members().remove(List.of());
    assertThat(members().sign("one", true, 0)).containsEntry("one", new Sign(2, true, 0));
  }

  @Test
  void namesMayHoldAnyCharacter() {
    String name = "node:1|{2} \"ü\"\n";
    assertThat(members().sign(name, true, 0)).containsOnlyKeys(name);
    members().remove(List.of(name));
    assertThat(members().sign("one", true, 0)).containsOnlyKeys("one");
  }

  @Test
  void ofSignsAtOnceNoneIsLost() {
    Race.of(
        8,
        number ->
            () -> {
              members().sign("member" + number % 2, true, 0);
              return true;
            });
    Map<String, Sign> signs = members().sign("last", true, 0);
    assertThat(signs.values()).extracting(Sign::count).containsExactlyInAnyOrder(4L, 4L, 1L);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.onepass.domain.ledger.planted.FloatingMoney;
import dev.onepass.domain.planted.KnowsAnAdapter;
import dev.onepass.domain.planted.MakesAThread;
import dev.onepass.domain.planted.ReadsTheClock;
import dev.onepass.memory.planted.KnowsTheDomain;
import dev.onepass.mysql.planted.KnowsAnotherAdapter;
import dev.onepass.ports.planted.KnowsALibrary;
import dev.onepass.server.http.planted.KnowsMySql;
import dev.onepass.server.planted.one.First;
import dev.onepass.server.planted.two.Second;
import dev.onepass.spring.planted.KnowsTheServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of the design, and for each a planted violation that shows it can fail. */
class ArchitectureTest {

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.onepass");

  /**
   * @param name of what it forbids
   * @param planted classes that break it, and nothing else
   */
  record Case(String name, ArchRule rule, List<Class<?>> planted) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> rules() {
    return Stream.of(
        new Case("ports", Rules.PORTS_KNOW_THE_JDK, List.of(KnowsALibrary.class)),
        new Case("domain", Rules.DOMAIN_KNOWS_PORTS, List.of(KnowsAnAdapter.class)),
        new Case("adapter to domain", Rules.ADAPTERS_KNOW_PORTS, List.of(KnowsTheDomain.class)),
        new Case(
            "adapter to adapter", Rules.ADAPTERS_KNOW_PORTS, List.of(KnowsAnotherAdapter.class)),
        new Case("wiring", Rules.WIRING_ALONE_KNOWS_ADAPTERS, List.of(KnowsMySql.class)),
        new Case("starter", Rules.THE_STARTER_EMBEDS_THE_LIBRARY, List.of(KnowsTheServer.class)),
        new Case("money", Rules.MONEY_IS_NEVER_FLOATING, List.of(FloatingMoney.class)),
        new Case("clock", Rules.DOMAIN_OWNS_NO_TIME, List.of(ReadsTheClock.class)),
        new Case("threads", Rules.DOMAIN_MAKES_NO_THREAD, List.of(MakesAThread.class)),
        new Case("cycles", Rules.NO_CYCLES, List.of(First.class, Second.class)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theCodeKeepsTheRule(Case one) {
    one.rule().check(PRODUCTION);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleCanFail(Case one) {
    JavaClasses planted =
        new ClassFileImporter().importClasses(one.planted().toArray(Class<?>[]::new));

    assertThat(one.rule().evaluate(planted).hasViolation()).isTrue();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executors;

/** What may know what. */
final class Rules {

  private static final String PORTS = "dev.onepass.ports..";
  private static final String DOMAIN = "dev.onepass.domain..";
  private static final String JDK = "java..";
  private static final String[] ADAPTERS = {
    "dev.onepass.mysql..", "dev.onepass.redis..", "dev.onepass.thirdparty..", "dev.onepass.memory.."
  };

  static final ArchRule PORTS_KNOW_THE_JDK =
      classes()
          .that()
          .resideInAPackage(PORTS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(PORTS, JDK, "org.jspecify.annotations");

  static final ArchRule DOMAIN_KNOWS_PORTS =
      classes()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(DOMAIN, PORTS, JDK, "org.jspecify.annotations");

  static final ArchRule ADAPTERS_KNOW_PORTS =
      classes().that().resideInAnyPackage(ADAPTERS).should(dependOnNoOtherPartOfOnePass());

  static final ArchRule WIRING_ALONE_KNOWS_ADAPTERS =
      noClasses()
          .that()
          .resideInAPackage("dev.onepass.server..")
          .and()
          .doNotHaveFullyQualifiedName("dev.onepass.server.Wiring")
          .and()
          .doNotHaveFullyQualifiedName("dev.onepass.server.AdapterConfigs")
          .and()
          .doNotHaveFullyQualifiedName("dev.onepass.server.Checkup")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ADAPTERS);

  static final ArchRule THE_STARTER_EMBEDS_THE_LIBRARY =
      noClasses()
          .that()
          .resideInAPackage("dev.onepass.spring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.onepass.server..",
              "dev.onepass.simulator..",
              "dev.onepass.embedded..",
              "dev.onepass.testkit..");

  static final ArchRule MONEY_IS_NEVER_FLOATING =
      classes()
          .that()
          .resideInAnyPackage(PORTS, "dev.onepass.domain.ledger..", "dev.onepass.domain.balance..")
          .should(useNoBinaryFloatingPoint());

  static final ArchRule DOMAIN_OWNS_NO_TIME =
      noClasses().that().resideInAPackage(DOMAIN).should().callMethodWhere(readsAClock());

  static final ArchRule DOMAIN_MAKES_NO_THREAD =
      noClasses()
          .that()
          .resideInAPackage(DOMAIN)
          .and()
          .doNotHaveFullyQualifiedName("dev.onepass.domain.OwnResources")
          .should()
          .callCodeUnitWhere(makesAThread());

  static final ArchRule NO_CYCLES = slices().matching("dev.onepass.(**)").should().beFreeOfCycles();

  private Rules() {}

  private static ArchCondition<JavaClass> dependOnNoOtherPartOfOnePass() {
    return new ArchCondition<>("depend on no part of One-Pass but themselves and ports") {
      @Override
      public void check(JavaClass adapter, ConditionEvents events) {
        adapter.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> isPart(dependency.getTargetClass()))
            .filter(dependency -> !part(dependency.getTargetClass()).equals(part(adapter)))
            .filter(dependency -> !part(dependency.getTargetClass()).equals("ports"))
            .forEach(
                dependency ->
                    events.add(
                        SimpleConditionEvent.violated(adapter, dependency.getDescription())));
      }
    };
  }

  private static boolean isPart(JavaClass type) {
    return type.getPackageName().startsWith("dev.onepass.");
  }

  /** The third word of the package: {@code mysql}, {@code ports}. */
  private static String part(JavaClass type) {
    return type.getPackageName().split("\\.")[2];
  }

  private static DescribedPredicate<JavaCall<?>> readsAClock() {
    Set<String> clocks =
        Set.of("now", "currentTimeMillis", "nanoTime", "systemUTC", "systemDefaultZone", "sleep");
    return new DescribedPredicate<>("reads a clock of the machine") {
      @Override
      public boolean test(JavaCall<?> call) {
        String owner = call.getTargetOwner().getPackageName();
        return clocks.contains(call.getName())
            && (owner.equals("java.time") || owner.equals("java.lang"));
      }
    };
  }

  private static DescribedPredicate<JavaCall<?>> makesAThread() {
    return new DescribedPredicate<>("makes a thread") {
      @Override
      public boolean test(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        return owner.isAssignableTo(Executors.class)
            || owner.isAssignableTo(Timer.class)
            || (owner.isAssignableTo(Thread.class) && !call.getName().equals("currentThread"));
      }
    };
  }

  private static ArchCondition<JavaClass> useNoBinaryFloatingPoint() {
    return new ArchCondition<>("use no binary floating point") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaField field : type.getFields()) {
          report(isFloating(field.getRawType()), type, field, events);
        }
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          report(isFloating(unit.getRawReturnType()), type, unit, events);
          unit.getRawParameterTypes()
              .forEach(parameter -> report(isFloating(parameter), type, unit, events));
        }
        for (JavaCall<?> call : type.getCodeUnitCallsFromSelf()) {
          boolean floating =
              isFloating(call.getTarget().getRawReturnType())
                  || call.getTarget().getRawParameterTypes().stream().anyMatch(Rules::isFloating);
          report(floating, type, call, events);
        }
      }
    };
  }

  private static void report(
      boolean violated, JavaClass type, HasName what, ConditionEvents events) {
    if (violated) {
      events.add(SimpleConditionEvent.violated(type, type.getName() + " has " + what.getName()));
    }
  }

  private static boolean isFloating(JavaClass type) {
    return type.isEquivalentTo(double.class)
        || type.isEquivalentTo(float.class)
        || type.isEquivalentTo(Double.class)
        || type.isEquivalentTo(Float.class);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory.broken;

import static java.util.stream.Collectors.toCollection;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a contract against a broken store. */
final class Bites {

  private Bites() {}

  /** The names of the tests that fail. */
  static Set<String> failedOf(Class<?> contract) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(contract))
        .execute()
        .testEvents()
        .failed()
        .map(event -> methodName(event.getTestDescriptor().getSource().orElseThrow()))
        .collect(toCollection(TreeSet::new));
  }

  private static String methodName(TestSource source) {
    return ((MethodSource) source).getMethodName();
  }
}

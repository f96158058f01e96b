// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.fault;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a port that may throw {@link UnavailableException}, so that its calls fail by a plan. Not
 * for the payment gateway, whose calls never throw.
 */
public final class Faulty {

  private final Object real;
  private final UnavailableException.Dependency dependency;
  private final FaultPlan plan;

  private Faulty(Object real, UnavailableException.Dependency dependency, FaultPlan plan) {
    this.real = real;
    this.dependency = dependency;
    this.plan = plan;
  }

  /**
   * @param port the interface to wrap
   * @param real what does the work
   * @param dependency whom the exceptions name
   */
  public static <T> T port(
      Class<T> port, T real, UnavailableException.Dependency dependency, FaultPlan plan) {
    Faulty faulty = new Faulty(real, dependency, plan);
    Object proxy =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, arguments) -> faulty.call(method, arguments));
    return port.cast(proxy);
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return forward(method, arguments);
    }
    return switch (plan.next(method.getName())) {
      case NONE -> forward(method, arguments);
      case REQUEST_LOST -> throw unavailable(method, "request lost");
      case CONFLICT -> throw new ConflictException(method.getName() + ": planned conflict", null);
      case ANSWER_LOST -> {
        forward(method, arguments);
        throw unavailable(method, "answer lost");
      }
    };
  }

  private @Nullable Object forward(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private UnavailableException unavailable(Method method, String what) {
    return new UnavailableException(dependency, method.getName() + ": " + what, null);
  }
}

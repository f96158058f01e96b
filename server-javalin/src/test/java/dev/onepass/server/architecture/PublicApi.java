// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What programs that embed One-Pass can see of it, a line for each type and member. */
final class PublicApi {

  private static final String[] LIBRARY = {
    "dev.onepass.ports",
    "dev.onepass.domain",
    "dev.onepass.mysql",
    "dev.onepass.redis",
    "dev.onepass.thirdparty",
    "dev.onepass.memory"
  };

  /** What every record and enum has, and says nothing. */
  private static final Set<String> IMPLIED =
      Set.of("equals", "hashCode", "toString", "values", "valueOf");

  private PublicApi() {}

  static List<String> lines() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(LIBRARY)
            .stream()
            .filter(PublicApi::isExported)
            .map(JavaClass::reflect)
            .filter(PublicApi::isVisible)
            .sorted((one, other) -> one.getName().compareTo(other.getName()))
            .flatMap(PublicApi::describe)
            .toList();
  }

  /** Of the domain two packages are; see its module-info. */
  private static boolean isExported(JavaClass type) {
    String name = type.getPackageName();
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && (!name.startsWith("dev.onepass.domain")
            || Set.of("dev.onepass.domain", "dev.onepass.domain.event", "dev.onepass.domain.model")
                .contains(name));
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isVisible(outer));
  }

  private static Stream<String> describe(Class<?> type) {
    List<String> members = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (isApi(field)) {
        members.add(modifiers(field) + name(field.getGenericType()) + " " + field.getName());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isApi(constructor)) {
        members.add(modifiers(constructor) + "new" + parameters(constructor));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isApi(method) && !IMPLIED.contains(method.getName())) {
        members.add(
            modifiers(method)
                + name(method.getGenericReturnType())
                + " "
                + method.getName()
                + parameters(method));
      }
    }
    members.sort(null);
    return Stream.concat(Stream.of(header(type)), members.stream().map(member -> "  " + member));
  }

  private static boolean isApi(Member member) {
    return !member.isSynthetic()
        && (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
  }

  private static String header(Class<?> type) {
    String kind = type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
    String supertypes =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(PublicApi::name)
            .filter(name -> !name.equals("Object"))
            .collect(Collectors.joining(", "));
    return (type.isRecord() ? "record" : kind)
        + " "
        + type.getName()
        + (supertypes.isEmpty() ? "" : " : " + supertypes)
        + deprecation(type);
  }

  private static String deprecation(AnnotatedElement type) {
    return type.isAnnotationPresent(Deprecated.class) ? " (deprecated)" : "";
  }

  private static String modifiers(Member member) {
    int shown = member.getModifiers() & (Modifier.STATIC | Modifier.PROTECTED);
    return shown == 0 ? "" : Modifier.toString(shown) + " ";
  }

  private static String parameters(Executable of) {
    return Arrays.stream(of.getGenericParameterTypes())
        .map(PublicApi::name)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String name(Type type) {
    return type.getTypeName().replaceAll("[a-z][\\w]*\\.", "");
  }

  /** For people who compare: what is gone, and what is new. */
  static String difference(Collection<String> before, Collection<String> now) {
    return Stream.concat(
            before.stream().filter(line -> !now.contains(line)).map(line -> "- " + line.strip()),
            now.stream().filter(line -> !before.contains(line)).map(line -> "+ " + line.strip()))
        .collect(Collectors.joining("\n"));
  }
}

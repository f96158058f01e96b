// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One map of a scenario file, read key by key; what is wrong with it is said with its name. */
final class Settings {

  private final String name;
  private final Map<?, ?> map;
  private final Set<Object> used = new HashSet<>();

  Settings(String name, Map<?, ?> map) {
    this.name = name;
    this.map = map;
  }

  private @Nullable Object value(String key) {
    used.add(key);
    return map.get(key);
  }

  String text(String key) {
    Object value = value(key);
    if (value == null) {
      throw new IllegalArgumentException(name + ": '" + key + "' is missing");
    }
    return value.toString();
  }

  double number(String key, double otherwise) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number && number.doubleValue() >= 0) {
      return number.doubleValue();
    }
    throw wrong(key, value, "a number of at least 0");
  }

  /** An amount with at most two decimals, in cents; zero if there is none. */
  long cents(String key) {
    Object value = value(key);
    if (value == null) {
      return 0;
    }
    try {
      // A number of YAML has the digits it was written with, as long as they are fewer than 16.
      long cents = new BigDecimal(value.toString()).movePointRight(2).longValueExact();
      if (cents >= 0) {
        return cents;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // As wrong as a negative one.
    }
    throw wrong(key, value, "an amount such as 14.48");
  }

  boolean flag(String key, boolean otherwise) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, value, "true or false");
  }

  List<Integer> wholes(String key) {
    return list(key).stream()
        .map(
            item -> {
              if (item instanceof Integer number && number > 0) {
                return number;
              }
              throw wrong(key, item, "whole numbers above 0");
            })
        .toList();
  }

  List<Settings> maps(String key) {
    return list(key).stream()
        .map(
            item -> {
              if (item instanceof Map<?, ?> inner) {
                return new Settings(key + " " + inner.get("name"), inner);
              }
              throw wrong(key, item, "maps");
            })
        .toList();
  }

  private List<?> list(String key) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(key, value, "a list");
  }

  private IllegalArgumentException wrong(String key, @Nullable Object value, String wanted) {
    return new IllegalArgumentException(
        name + ": '" + key + "' must be " + wanted + ", not " + value);
  }

  /** Refuses a key that nobody asked for: it is a typing error, and would silently do nothing. */
  void checkAllUsed() {
    for (Object key : map.keySet()) {
      if (!used.contains(key)) {
        throw new IllegalArgumentException(name + ": there is no setting '" + key + "'");
      }
    }
  }
}

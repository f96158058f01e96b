// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import org.jspecify.annotations.Nullable;

/** The paths of the simulator, with the largest body each takes, in bytes. */
enum Route {
  PAY("POST", "/thirdpart/onePass/pay", 64 << 10),
  BEGIN("POST", "/thirdpart/onePass/batchPayBegin", 64 << 20),
  FINISH("POST", "/thirdpart/onePass/batchPayFinish", 64 << 10),
  INIT_ACCOUNT("POST", "/thirdpart/onePass/initAccount", 128 << 20),
  BOOKS("GET", "/thirdpart/onePass/books", 64 << 10),
  ORDER_FAULTS("POST", "/thirdpart/onePass/faults", 64 << 10),
  TELL_FAULTS("GET", "/thirdpart/onePass/faults", 64 << 10),
  HEALTH("GET", "/health", 64 << 10);

  private static final Route[] ALL = values();

  private final String method;
  private final String path;
  private final int bodyMax;

  Route(String method, String path, int bodyMax) {
    this.method = method;
    this.path = path;
    this.bodyMax = bodyMax;
  }

  String path() {
    return path;
  }

  int bodyMax() {
    return bodyMax;
  }

  static @Nullable Route of(String method, String path) {
    for (Route route : ALL) {
      if (route.path.equals(path) && route.method.equals(method)) {
        return route;
      }
    }
    return null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.planted;

/** Planted: the domain runs on threads that it is given. */
public final class MakesAThread {

  private MakesAThread() {}

  public static Thread thread(Runnable work) {
    return new Thread(work);
  }
}

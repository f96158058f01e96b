// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plays contestants in every cell, on all processors. The order of the results is fixed. */
record Laboratory(List<Contestant> contestants) {

  List<CellResult> play(Scenarios scenarios, List<Long> seeds) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<CellResult>> futures = new ArrayList<>();
      for (Cell cell : cells(scenarios, seeds)) {
        futures.add(pool.submit(() -> CellResult.of(cell, contestants)));
      }
      List<CellResult> results = new ArrayList<>();
      for (Future<CellResult> future : futures) {
        results.add(resultOf(future));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static CellResult resultOf(Future<CellResult> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a cell could not be played", e.getCause());
    }
  }

  private static List<Cell> cells(Scenarios scenarios, List<Long> seeds) {
    List<Cell> cells = new ArrayList<>();
    for (long seed : seeds) {
      for (ServerModel model : scenarios.servers()) {
        for (int capacity : scenarios.capacities()) {
          for (Workload workload : scenarios.workloads()) {
            cells.add(new Cell(model, capacity, workload, seed));
          }
        }
      }
    }
    return cells;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import org.junit.jupiter.api.Test;

/**
 * Whatever order threads run in and whatever fails on the way, the ledger answers and ends like one
 * that takes the commands one by one. Every run is the same for its seed, which a failure names.
 */
class LedgerModelTest {

  @Test
  void withoutFaultsTheLedgerIsTheSequentialModel() {
    for (long seed = 1; seed <= 200; seed++) {
      new ModelRun(seed, 0).run();
    }
  }

  @Test
  void withFaultsItStillIs() {
    for (long seed = 1; seed <= 400; seed++) {
      new ModelRun(seed, 0.3).run();
    }
  }
}

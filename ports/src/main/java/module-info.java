// SPDX-License-Identifier: Apache-2.0
/** The vocabulary of One-Pass, and the interfaces to what is outside of it. */
module dev.onepass.ports {
  requires static transitive org.jspecify;

  exports dev.onepass.ports;
  exports dev.onepass.ports.batch;
  exports dev.onepass.ports.cache;
  exports dev.onepass.ports.error;
  exports dev.onepass.ports.lease;
  exports dev.onepass.ports.ledger;
  exports dev.onepass.ports.model;
  exports dev.onepass.ports.rate;
  exports dev.onepass.ports.thirdparty;
  exports dev.onepass.ports.time;
}

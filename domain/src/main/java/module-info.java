// SPDX-License-Identifier: Apache-2.0
/** The ledger and the sweep, pure: on any clock, any database and any third party. */
module dev.onepass.domain {
  requires transitive dev.onepass.ports;
  requires static transitive org.jspecify;

  exports dev.onepass.domain;
  exports dev.onepass.domain.event;
  exports dev.onepass.domain.model;
}

// SPDX-License-Identifier: Apache-2.0
/**
 * The third-party payment API: takes money from a user's external account. Implemented by an HTTP
 * adapter, called by the sweep.
 */
@NullMarked
package dev.onepass.ports.thirdparty;

import org.jspecify.annotations.NullMarked;

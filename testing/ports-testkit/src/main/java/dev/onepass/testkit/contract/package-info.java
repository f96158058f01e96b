// SPDX-License-Identifier: Apache-2.0
/**
 * What every adapter of a port must do, as tests. An adapter's test extends the contract of its
 * port, hands over the port with nothing stored in it before each test, and inherits the tests.
 */
@NullMarked
package dev.onepass.testkit.contract;

import org.jspecify.annotations.NullMarked;

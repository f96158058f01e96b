// SPDX-License-Identifier: Apache-2.0
/**
 * The whole of One-Pass in virtual time: nodes on a database, a cache and leases in memory, a third
 * party outside, clients who trade and ask, and everything going wrong that can. One seed decides
 * all of it, and a model that knows nothing of the code's insides checks after every step what is
 * always to be true.
 */
@NullMarked
package dev.onepass.faults;

import org.jspecify.annotations.NullMarked;

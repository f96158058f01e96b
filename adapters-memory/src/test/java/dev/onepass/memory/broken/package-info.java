// SPDX-License-Identifier: Apache-2.0
/** Shows that the contracts bite: stores with the bugs one would write, and the tests they fail. */
package dev.onepass.memory.broken;

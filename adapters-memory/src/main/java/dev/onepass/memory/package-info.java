// SPDX-License-Identifier: Apache-2.0
/**
 * Every port with nothing but the JDK behind it: the stores in the heap, the third party in the
 * heap, the time from the JDK. For tests of embedders, for the domain's own, and for a demo that
 * may forget everything when it ends. All public types are thread-safe.
 */
@NullMarked
package dev.onepass.memory;

import org.jspecify.annotations.NullMarked;

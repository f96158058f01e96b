// SPDX-License-Identifier: Apache-2.0
/** Talks to a One-Pass server over HTTP, as any other caller would. */
@NullMarked
package dev.onepass.client;

import org.jspecify.annotations.NullMarked;

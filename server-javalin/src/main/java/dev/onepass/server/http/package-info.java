// SPDX-License-Identifier: Apache-2.0
/**
 * The onePass routes over HTTP: each handler reads a request, asks the domain, and says what came
 * of it. Nothing is decided here that concerns money.
 *
 * <p>An {@link dev.onepass.server.http.Exchange} is a request and its answer in the terms of the
 * contract, an {@link dev.onepass.server.http.Edge} what it needs of an HTTP library: Javalin, or
 * Jetty alone for the routes that are asked most.
 *
 * <p>A request passes {@link dev.onepass.server.http.Admission} first; what a caller did wrong is a
 * {@link dev.onepass.server.http.ApiException}, and {@link dev.onepass.server.http.ErrorMapper}
 * turns every exception into the one answer that fits it.
 */
@NullMarked
package dev.onepass.server.http;

import org.jspecify.annotations.NullMarked;

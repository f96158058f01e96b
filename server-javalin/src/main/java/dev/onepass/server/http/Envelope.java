// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of every answer of the onePass routes.
 *
 * @param code the HTTP status, but for a failed balance validation, which is 400 in a 200
 * @param msg for people
 * @param requestId the caller's, or one made up for this request
 * @param data what was asked for; null if nothing was
 */
@JsonPropertyOrder({"code", "msg", "requestId", "data"})
record Envelope(int code, String msg, String requestId, @Nullable Object data) {}

// SPDX-License-Identifier: Apache-2.0
package dev.onepass.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the server answered.
 *
 * @param status the HTTP status
 * @param code the envelope's code, nearly always the same
 * @param msg for people
 * @param data for programs
 * @param replayed whether it was answered from the record of an earlier request
 */
public record Answer(int status, int code, String msg, JsonNode data, boolean replayed) {

  /** Whether it did what was asked. */
  public boolean isOk() {
    return code == 200;
  }

  /** The machine's word for what is wrong; empty if nothing is. */
  public String error() {
    return data.path("error").asText();
  }
}

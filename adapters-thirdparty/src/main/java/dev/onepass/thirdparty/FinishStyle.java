// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

/** Where a deployment of the third party looks for the batch id of a finish call. */
public enum FinishStyle {
  /** {@code ?batchPayId=} and {@code {"batchPayId": "..."}}: what most deployments take. */
  QUERY_AND_JSON,
  /** {@code ?batchPayId=}, with an empty body. */
  QUERY,
  /** {@code {"batchPayId": "..."}}. */
  JSON,
  /** The form field {@code batchPayId}. */
  FORM,
  /** The id alone as the body. */
  BARE
}

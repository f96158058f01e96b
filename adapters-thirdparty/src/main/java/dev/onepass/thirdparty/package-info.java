// SPDX-License-Identifier: Apache-2.0
/**
 * The third-party payment API over HTTP: OkHttp for the calls, Failsafe around them. {@link
 * dev.onepass.thirdparty.HttpPaymentGateway} is the way in.
 *
 * <p>The question that matters after each call is whether the money may have moved. It is answered
 * in one place, {@code ResponseClassifier}, and nothing below it may repeat a call behind its back:
 * no redirect, no retry of a broken connection, no second sending of a body.
 */
@NullMarked
package dev.onepass.thirdparty;

import org.jspecify.annotations.NullMarked;

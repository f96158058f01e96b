// SPDX-License-Identifier: Apache-2.0
/**
 * One-Pass in a Spring Boot application: the properties {@code onepass.*} become adapters, the
 * adapters a {@link dev.onepass.domain.OnePass} that starts and stops with the application. Each
 * port is a bean that steps back for one of the application's own. The same classes serve Boot 3.5
 * and 4; where these differ, there is a class for each.
 */
@NullMarked
package dev.onepass.spring;

import org.jspecify.annotations.NullMarked;

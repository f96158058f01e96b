// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

/**
 * A value that somebody gave a setting.
 *
 * @param text the value; the entries of a list are separated by line feeds
 * @param origin where it was given, for people: {@code config.yaml:12} or a variable's name
 */
record Given(String text, String origin) {}

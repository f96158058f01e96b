// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.lease;

/**
 * The right to work on a resource, until it expires.
 *
 * @param resource on what
 * @param holder a random name that tells this lease from every other
 * @param fencingToken greater than that of every earlier lease on the resource that the store
 *     remembers
 */
public record Lease(String resource, String holder, long fencingToken) {}

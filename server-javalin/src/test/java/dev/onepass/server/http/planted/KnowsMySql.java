// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http.planted;

import dev.onepass.mysql.MySqlAdapter;

/** Planted: adapters meet in the wiring alone. */
public record KnowsMySql(MySqlAdapter mysql) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger and the batches on MySQL 8.0 and newer, MariaDB 10.6 and newer, and what speaks their
 * language. {@link dev.onepass.mysql.MySqlAdapter#connect} waits for the database, makes or adopts
 * its tables and hands out the stores; all else is private to this package.
 *
 * <h2>Privileges</h2>
 *
 * <p>The user needs, on the one database that the address names:
 *
 * <ul>
 *   <li>{@code SELECT}, {@code INSERT}, {@code UPDATE}, {@code DELETE}: all that runs after the
 *       start. Only {@code batch_backlog} is deleted from; the journal is only inserted into.
 *   <li>{@code CREATE}, {@code ALTER}, {@code INDEX}: for the tables and their migrations at a
 *       start.
 *   <li>{@code CREATE} on the database name itself, only where the database does not exist yet.
 * </ul>
 *
 * <p>Of a server in a replication group, {@code SELECT} on {@code
 * performance_schema.replication_group_members} tells whether it has lost the others; a cut-off
 * primary is then left, and told as down.
 *
 * <p>No global privilege is needed. The binary log, if there is one, must not be in {@code
 * STATEMENT} format, which the servers refuse together with READ COMMITTED.
 *
 * <h2>Times</h2>
 *
 * <p>Every {@code DATETIME} is UTC, written and read without the driver's or the session's time
 * zone. Leases go by the database's {@code UTC_TIMESTAMP}.
 *
 * <h2>Distributed databases</h2>
 *
 * <p>No table but the audit log counts its key upwards, and no transaction is large: a batch of a
 * million is accepted in a few megabytes. Claims need {@code SKIP LOCKED}.
 */
@NullMarked
package dev.onepass.mysql;

import org.jspecify.annotations.NullMarked;

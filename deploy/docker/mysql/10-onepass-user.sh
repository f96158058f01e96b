#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Run once by the MySQL image, when its volume is new: makes the application's user, with what
# One-Pass needs in its own database and nothing else (no DROP, no GRANT, no other database).
set -eu

: "${MYSQL_ROOT_PASSWORD:?}" "${ONEPASS_DB_PASSWORD:?}"

case $ONEPASS_DB_PASSWORD in
  *[!A-Za-z0-9_.~-]*)
    echo 'ONEPASS_DB_PASSWORD may have letters, digits and _ . ~ - only: it is part of a DSN' >&2
    exit 1
    ;;
esac

MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysql --protocol=socket -u root <<SQL
CREATE USER 'onepass'@'%' IDENTIFIED BY '$ONEPASS_DB_PASSWORD';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON onepass.* TO 'onepass'@'%';
SQL

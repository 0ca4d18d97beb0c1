#!/bin/sh
# Makes Temporal's two databases and brings their tables up to the server's version. Safe to run again.
set -eu

schema=/etc/temporal/schema/postgresql/v12

set_up() {
  database=$1
  versioned=$2
  # Both fail when they were done before; update-schema tells whether all is well.
  temporal-sql-tool --db "$database" create || true
  temporal-sql-tool --db "$database" setup-schema --version 0.0 || true
  temporal-sql-tool --db "$database" update-schema --schema-dir "$versioned"
}

set_up temporal "$schema/temporal/versioned"
set_up temporal_visibility "$schema/visibility/versioned"

#!/bin/bash
# Starts PostgreSQL the way the official image does: the first start makes the user, the database and runs what lies
# in /docker-entrypoint-initdb.d.
set -euo pipefail

file_or_value() { # NAME DEFAULT: the variable, or the content of the file that NAME_FILE names
  local file=${1}_FILE
  if [[ -n ${!file:-} ]]; then cat "${!file}"; else printf '%s' "${!1:-$2}"; fi
}

initialise() {
  local user password database method
  user=$(file_or_value POSTGRES_USER postgres)
  password=$(file_or_value POSTGRES_PASSWORD '')
  database=$(file_or_value POSTGRES_DB "$user")
  method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [[ -z $password && $method != trust ]]; then
    echo "POSTGRES_PASSWORD is not set: set it, or POSTGRES_HOST_AUTH_METHOD=trust" >&2
    exit 1
  fi
  # shellcheck disable=SC2086
  initdb --no-sync --username="$user" --auth-local=trust --auth-host=trust --pwfile=<(printf '%s\n' "${password:-none}") ${POSTGRES_INITDB_ARGS:-}
  echo "host all all all $method" >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  export PGUSER=$user
  [[ $database == postgres ]] || psql -v ON_ERROR_STOP=1 --no-psqlrc -d postgres --set db="$database" <<<'CREATE DATABASE :"db";'
  run_initdb_files "$database"
  pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGUSER
}

run_initdb_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
    *.sh) if [[ -x $file ]]; then "$file"; else bash "$file"; fi ;;
    *.sql) psql -v ON_ERROR_STOP=1 --no-psqlrc -d "$1" -f "$file" ;;
    *.sql.gz) gunzip -c "$file" | psql -v ON_ERROR_STOP=1 --no-psqlrc -d "$1" ;;
    esac
  done
}

[[ ${1:0:1} != - ]] || set -- postgres "$@"
if [[ $1 == postgres ]]; then
  if [[ $(id -u) == 0 ]]; then
    mkdir -p "$PGDATA"
    chown -R postgres "$PGDATA" /var/run/postgresql
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$BASH" "$0" "$@"
  fi
  if [[ ! -s $PGDATA/PG_VERSION ]]; then initialise; fi
fi
exec "$@"

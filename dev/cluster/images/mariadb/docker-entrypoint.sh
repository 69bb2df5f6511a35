#!/bin/bash
# Starts MariaDB the way the official image does: the first start sets root's password and makes database and user
# from MARIADB_* or MYSQL_*.
set -euo pipefail

setting() { # NAME: the value of MARIADB_NAME, MYSQL_NAME or of the file that one of them with _FILE names
  local name
  for name in "MARIADB_$1" "MYSQL_$1"; do
    local file=${name}_FILE
    if [[ -n ${!name:-} ]]; then printf '%s' "${!name}" && return; fi
    if [[ -n ${!file:-} ]]; then cat "${!file}" && return; fi
  done
}

quoted() { # a value as an SQL string
  local value=${1//\\/\\\\}
  printf "'%s'" "${value//\'/\'\'}"
}

# shellcheck disable=SC2016
named() { printf '`%s`' "${1//\`/\`\`}"; }

# Statements for the server's first start, one a line; the server accepts nobody before they are done.
first_statements() {
  local root user database
  root=$(setting ROOT_PASSWORD)
  user=$(setting USER)
  database=$(setting DATABASE)
  if [[ -z $root && -z $(setting ALLOW_EMPTY_ROOT_PASSWORD) && -z $(setting ALLOW_EMPTY_PASSWORD) && -z $(setting RANDOM_ROOT_PASSWORD) ]]; then
    echo "MARIADB_ROOT_PASSWORD is not set: set it, or MARIADB_RANDOM_ROOT_PASSWORD=1, or MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1" >&2
    exit 1
  fi
  if [[ -n $(setting RANDOM_ROOT_PASSWORD) ]]; then root=$(od -An -tx1 -N12 /dev/urandom | tr -d ' \n'); fi
  echo "ALTER USER 'root'@'localhost' IDENTIFIED VIA mysql_native_password USING PASSWORD($(quoted "$root")) OR unix_socket;"
  echo "CREATE USER 'root'@'%' IDENTIFIED BY $(quoted "$root");"
  echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
  if [[ -n $database ]]; then echo "CREATE DATABASE IF NOT EXISTS $(named "$database");"; fi
  if [[ -n $user ]]; then
    echo "CREATE USER $(quoted "$user")@'%' IDENTIFIED BY $(quoted "$(setting PASSWORD)");"
    if [[ -n $database ]]; then echo "GRANT ALL ON $(named "${database//_/\\_}").* TO $(quoted "$user")@'%';"; fi
  fi
}

[[ ${1:0:1} != - ]] || set -- mariadbd "$@"
if [[ $1 == mariadbd || $1 == mysqld ]]; then
  if [[ $(id -u) == 0 ]]; then
    chown -R mysql /var/lib/mysql /run/mysqld
    exec setpriv --reuid=mysql --regid=mysql --init-groups "$BASH" "$0" "$@"
  fi
  if [[ ! -d /var/lib/mysql/mysql ]]; then
    statements=$(first_statements)
    mariadb-install-db --datadir=/var/lib/mysql --skip-test-db --auth-root-authentication-method=normal >/dev/null
    (umask 077 && printf '%s\n' "$statements" >/run/mysqld/first.sql)
    set -- "$@" --init-file=/run/mysqld/first.sql
  fi
fi
exec "$@"

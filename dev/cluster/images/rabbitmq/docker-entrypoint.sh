#!/bin/bash
# Starts RabbitMQ the way the official image does: user, password and virtual host from RABBITMQ_DEFAULT_*.
set -euo pipefail
if [[ $1 == rabbitmq-server ]]; then
  if [[ $(id -u) == 0 ]]; then
    chown -R rabbitmq /var/lib/rabbitmq
    exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "$BASH" "$0" "$@"
  fi
  {
    echo "loopback_users.guest = false"
    echo "listeners.tcp.default = 5672"
    [[ -z ${RABBITMQ_DEFAULT_USER:-} ]] || echo "default_user = $RABBITMQ_DEFAULT_USER"
    [[ -z ${RABBITMQ_DEFAULT_PASS:-} ]] || echo "default_pass = $RABBITMQ_DEFAULT_PASS"
    [[ -z ${RABBITMQ_DEFAULT_VHOST:-} ]] || echo "default_vhost = $RABBITMQ_DEFAULT_VHOST"
  } >/etc/rabbitmq/conf.d/10-default.conf
  # Debian's wrapper insists on changing the user; the server itself is behind it.
  exec /usr/lib/rabbitmq/bin/rabbitmq-server
fi
exec "$@"

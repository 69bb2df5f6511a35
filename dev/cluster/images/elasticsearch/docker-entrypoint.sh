#!/bin/bash
# Starts Elasticsearch the way the official image does: a variable that is named like a setting is one
# (discovery.type=single-node).
set -euo pipefail
if [[ $1 == elasticsearch ]]; then
  settings=(-Enetwork.host=0.0.0.0)
  while IFS= read -r -d '' variable; do
    if [[ $variable =~ ^[a-z0-9_]+\.[a-z0-9_.]+= ]]; then settings+=("-E$variable"); fi
  done </proc/self/environ
  exec "$@" "${settings[@]}"
fi
exec "$@"

#!/bin/bash
# Brings examples/polls to a namespace and an address of its own as a careful script would: BuildKit, manifests of Postgres
# and Redis written by hand, Helm and kubectl.
# usage: preview.sh DIRECTORY NAMESPACE VERSION HOST, with REPOSITORY (of the image), INGRESS (host:port) and HELM set
# What runs beside other things anyway does: the databases start while the image is built.
set -euo pipefail
directory=$1 namespace=$2 version=$3 host=$4
helm=${HELM:-helm}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

on() { kubectl --context staging --namespace "$namespace" "$@"; }

start_databases() {
  local password
  password=$(openssl rand -hex 12)
  kubectl --context staging create namespace "$namespace" >/dev/null
  on create secret generic polls-secrets --from-env-file=/dev/stdin >/dev/null <<SECRETS
POSTGRES_PASSWORD=$password
DATABASE_URL=postgres://polls:$password@postgres:5432/polls
REDIS_URL=redis://redis:6379/0
SECRET_KEY=$(openssl rand -hex 24)
SECRETS
  on apply --filename "$directory/deploy/services.yaml" >/dev/null
}

build() {
  local options=()
  [[ ! -r /etc/ssl/certs/ca-certificates.crt ]] || options+=(--secret id=ca-bundle,src=/etc/ssl/certs/ca-certificates.crt)
  buildctl build --frontend dockerfile.v0 --local context="$directory" --local dockerfile="$directory" "${options[@]}" \
    --output "type=image,name=$REPOSITORY:$version,push=true" --metadata-file "$work/image.json" >"$work/build.log" 2>&1 ||
    { tail -20 "$work/build.log" >&2 && exit 1; }
  digest=$(jq -r '."containerimage.digest"' "$work/image.json")
}

deploy() {
  on wait --for=condition=Available deployment/postgres deployment/redis --timeout=300s >/dev/null
  "$helm" upgrade --install polls "$directory/chart" --kube-context staging --namespace "$namespace" --values "$directory/deploy/staging.yaml" \
    --set "image.repository=$REPOSITORY,image.digest=$digest,replicas=1,ingress.enabled=true,ingress.host=$host" --wait --timeout 5m >/dev/null
}

answers() {
  curl --silent --show-error --fail --noproxy '*' --max-time 10 --retry 120 --retry-delay 1 --retry-all-errors \
    --connect-to "::$INGRESS" "http://$host/health" >/dev/null
}

start_databases
build
deploy
answers
echo "http://$host/"

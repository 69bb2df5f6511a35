#!/bin/sh
# Gives an environment what the app expects to find: services.sh CONTEXT NAMESPACE
# A namespace, Postgres, Redis, and the Secret with their addresses, whose passwords are made up
# here once and are never shown. Run again, it changes nothing.
set -eu
context=$1 namespace=$2
here=$(dirname "$0")
kubectl() { command kubectl --context "$context" --namespace "$namespace" "$@"; }
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

kubectl create namespace "$namespace" --dry-run=client -o yaml | kubectl apply -f -
if ! kubectl get secret polls-secrets >/dev/null 2>&1; then
  password=$(random)
  kubectl create secret generic polls-secrets --from-env-file=/dev/stdin <<SECRETS
POSTGRES_PASSWORD=$password
DATABASE_URL=postgres://polls:$password@postgres:5432/polls
REDIS_URL=redis://redis:6379/0
SECRET_KEY=$(random)$(random)
SECRETS
fi
kubectl apply -f "$here/services.yaml"
kubectl rollout status deployment/postgres --timeout=120s
kubectl rollout status deployment/redis --timeout=120s

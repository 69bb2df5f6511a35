# shellcheck shell=bash disable=SC2034
# What every part shares: where things are, how they are named, how to speak to the person at the terminal.

CLUSTER_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PROJECT_DIR=$(cd "$CLUSTER_DIR/../.." && pwd)
# shellcheck source=dev/cluster/versions.sh
source "$CLUSTER_DIR/versions.sh"

say() { printf '%s\n' "$*"; }
step() { printf '  %-12s %s\n' "$1" "$2"; }
warn() { printf 'dev/cluster: %s\n' "$*" >&2; }
fail() {
  warn "$@"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# seconds_since START: with one decimal, START as given by "now".
now() { date +%s%N; }
seconds_since() {
  local tenths=$((($(now) - $1) / 100000000))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# wait_until SECONDS WHAT COMMAND...: tries until the command succeeds, fails with what was waited for.
wait_until() {
  local seconds=$1 what=$2 deadline
  shift 2
  deadline=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || fail "$what did not happen within $seconds s"
    sleep 0.1
  done
}

# side_by_side COMMAND ARGUMENT...: runs the command once for each argument at the same time; fails when one of them did.
side_by_side() {
  local command=$1 argument pids=() pid failed=0
  shift
  for argument in "$@"; do
    "$command" "$argument" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  return $failed
}

check_instance() {
  [[ $INSTANCE =~ ^[0-9]$ ]] || fail "KUBE_RELEASE_CLUSTER_INSTANCE is '$INSTANCE': use a number from 0 to 9"
}

STATE_DIR=$(realpath -m "${KUBE_RELEASE_CLUSTER_STATE:-$PROJECT_DIR/work/cluster}")
CLUSTERS=(staging production)
EXTRAS=(extra1 extra2 extra3)

# One machine can hold several whole sets (two clusters, registry, BuildKit); the instance number keeps them apart.
# shellcheck source=dev/cluster/lib/instance.sh
source "$CLUSTER_DIR/lib/instance.sh"
INSTANCE=$(choose_instance)
check_instance
SET_DIR=$STATE_DIR/instance-$INSTANCE

BRIDGE=kr$INSTANCE
HOST_ADDRESS=198.18.$INSTANCE.1
REGISTRY_PORT=$((5000 + 10 * INSTANCE))
AUTH_REGISTRY_PORT=$((REGISTRY_PORT + 1))
REGISTRY=localhost:$REGISTRY_PORT
AUTH_REGISTRY=localhost:$AUTH_REGISTRY_PORT

# shellcheck shell=bash
# Further clusters of a set, for what makes clusters by itself: each under a name that who asks for it has chosen.

# extra_up IDENTITY: its kubeconfig is written to the file that KUBECONFIG names; once again changes nothing.
# extra_down IDENTITY: of one that is not there is fine.
own_extra() {
  local name
  check_root
  lock_set
  [[ $# == 2 && $2 =~ ^[a-z][a-z0-9-]{0,62}$ ]] || fail "say which: dev/cluster/cluster extra up|down NAME"
  case $1 in
  up)
    [[ -d /sys/class/net/$BRIDGE ]] || fail "the set is not up. First: dev/cluster/cluster up"
    name=$(extra_of "$2") || name=$(extra_free) || fail "all of ${EXTRAS[*]} are taken: $(cat "$SET_DIR"/extra/* | paste -sd ' ')"
    mkdir -p "$SET_DIR/extra"
    echo "$2" >"$SET_DIR/extra/$name"
    node_up "$name"
    [[ -z ${KUBECONFIG:-} ]] || (umask 077 && cp "$NODE_DIR/kubeconfig" "$KUBECONFIG")
    ;;
  down)
    name=$(extra_of "$2") || { say "there is no cluster $2" && return; }
    node_down "$name"
    rm -f "$SET_DIR/extra/$name"
    ;;
  *) fail "say what: dev/cluster/cluster extra up|down NAME" ;;
  esac
}

kind_extra() { fail "further clusters are for clusters of our own: kind makes them itself"; }
offered_extra() { fail "further clusters are for clusters of our own"; }

extra_of() {
  local name
  for name in "${EXTRAS[@]}"; do [[ $(cat "$SET_DIR/extra/$name" 2>/dev/null) != "$1" ]] || { echo "$name" && return; }; done
  return 1
}

extra_free() {
  local name
  for name in "${EXTRAS[@]}"; do [[ -e $SET_DIR/extra/$name ]] || { echo "$name" && return; }; done
  return 1
}

extras_up() { ls "$SET_DIR/extra" 2>/dev/null || true; }

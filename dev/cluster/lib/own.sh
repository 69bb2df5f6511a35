# shellcheck shell=bash
# The whole set of our own: single-node clusters, registries, BuildKit.

# One change at a time: whoever comes second waits for the first.
lock_set() {
  mkdir -p "$STATE_DIR/log"
  exec 9>"$STATE_DIR/instance-$INSTANCE.lock"
  flock 9
}

own_up() {
  local start
  start=$(now)
  check_root
  lock_set
  install_prerequisites
  build_binaries
  mkdir -p "$SET_DIR"
  network_up
  note_kernel_values
  containers_configuration >"$SET_DIR/registries.conf"
  side_by_side own_part registries_up buildkit_up || fail "the registry or BuildKit did not start; see the lines above"
  images_up pause
  side_by_side node_up "${CLUSTERS[@]}" || fail "a cluster did not start; see the lines above. 'dev/cluster/cluster down' clears up."
  images_up "$@"
  say "up in $(seconds_since "$start")"
}

own_part() { "$1"; }

own_images() {
  lock_set
  images_up "${@:-${IMAGES[@]}}"
}

own_down() {
  local start
  start=$(now)
  check_root
  lock_set
  side_by_side own_down_part "${CLUSTERS[@]}" registries buildkit || fail "not everything could be ended; see the lines above"
  network_down
  restore_kernel_values
  say "down in $(seconds_since "$start")"
}

own_down_part() {
  case $1 in
  registries) registries_down ;;
  buildkit) buildkit_down ;;
  *) node_down "$1" ;;
  esac
}

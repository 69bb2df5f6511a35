# shellcheck shell=bash
# The whole set of our own: single-node clusters in network namespaces, registries, BuildKit.

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
  check_paths
  check_network
  install_prerequisites
  build_binaries
  mkdir -p "$SET_DIR"
  network_up
  note_kernel_values
  containers_configuration >"$SET_DIR/registries.conf"
  side_by_side own_part_up registries buildkit || fail "the registry or BuildKit did not start; see the lines above"
  images_up pause
  side_by_side own_part_up "${CLUSTERS[@]}" || fail "a cluster did not start; see the lines above. To clear up: dev/cluster/cluster down"
  (umask 077 && own_kubeconfig >"$SET_DIR/kubeconfig.part")
  mv "$SET_DIR/kubeconfig.part" "$SET_DIR/kubeconfig"
  images_up "$@"
  say "up in $(seconds_since "$start")"
}

own_part_up() {
  case $1 in
  registries) registries_up ;;
  buildkit) buildkit_up ;;
  *) node_up "$1" ;;
  esac
}

# Both clusters in one file, a context for each, staging the current one.
own_kubeconfig() {
  local files=("${CLUSTERS[@]/#/$SET_DIR/}")
  files=("${files[@]/%//kubeconfig}")
  KUBECONFIG=$(
    IFS=:
    echo "${files[*]}"
  ) "$BIN_DIR/kubectl" config view --flatten
}

# A socket's path may have 107 characters.
check_paths() {
  local longest=$SET_DIR/production/containerd.sock.ttrpc
  ((${#longest} < 107)) || fail "the path of the state directory is too long for sockets: $STATE_DIR. A shorter one: KUBE_RELEASE_CLUSTER_STATE=/var/tmp/kr"
}

own_images() {
  lock_set
  buildkit_runs || fail "BuildKit does not run. First: dev/cluster/cluster up"
  images_up "${@:-${IMAGES[@]}}"
}

own_down() {
  local start left
  start=$(now)
  check_root
  lock_set
  if network_is_foreign; then
    say "nothing to take down: instance $INSTANCE on this machine belongs to $(network_owner), which is left alone"
    return
  fi
  # shellcheck disable=SC2046 # names without blanks
  side_by_side own_part_down "${CLUSTERS[@]}" $(extras_up) registries buildkit || fail "not everything could be ended; see the lines above"
  network_down
  restore_host
  rm -rf "$SET_DIR"/{run,kubeconfig,log,extra}
  left=$(leftovers)
  [[ -z $left ]] || fail "left behind after down:
$left"
  say "down in $(seconds_since "$start"); nothing left: no process, mount, interface, network namespace, cgroup or iptables rule"
}

own_part_down() {
  case $1 in
  registries) registries_down ;;
  buildkit) buildkit_down ;;
  *) node_down "$1" ;;
  esac
}

own_status() {
  local name all=0
  step route "own clusters, instance $INSTANCE, state in $SET_DIR"
  for name in "${CLUSTERS[@]}"; do
    if node_runs "$name"; then step "$name" "ready, $NODE_API"; else step "$name" "not up" && all=1; fi
  done
  for name in "${CLUSTERS[@]}"; do ! ingress_runs "$name" || step "$name" "ingress at $(ingress_address)"; done
  if registries_run; then step registry "$REGISTRY, with a password $AUTH_REGISTRY"; else step registry "not up" && all=1; fi
  if buildkit_runs; then step buildkit "$BUILDKIT_HOST"; else step buildkit "not up" && all=1; fi
  return $all
}

own_environment() {
  export_line KUBECONFIG "$SET_DIR/kubeconfig"
  export_line KUBE_RELEASE_REGISTRY "$REGISTRY"
  export_line KUBE_RELEASE_AUTH_REGISTRY "$AUTH_REGISTRY"
  export_line KUBE_RELEASE_AUTH_REGISTRY_CREDENTIALS "$CREDENTIALS_FILE"
  export_line BUILDKIT_HOST "$BUILDKIT_HOST"
  export_line CONTAINERS_REGISTRIES_CONF "$SET_DIR/registries.conf"
  ingress_environment
  printf "export PATH=%q:\"\$PATH\"\n" "$BIN_DIR"
}

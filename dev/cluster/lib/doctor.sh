# shellcheck shell=bash
# What this machine lacks for clusters, and how to get it; and how long "up" will take.

doctor() {
  local missing lacks=0
  step route "$ROUTE, because $WHY"
  [[ $ROUTE == own ]] || return 0
  if [[ $(uname -s) != Linux || $(id -u) != 0 ]]; then
    step root "missing: own clusters need root on Linux. sudo dev/cluster/cluster up; or Docker and kind; or KUBE_RELEASE_USE_KUBECONFIG=1"
    lacks=1
  fi
  if have dpkg-query; then
    mapfile -t missing < <(packages_missing)
    if ((${#missing[@]} == 0)); then step packages "all there"; else
      step packages "missing, \"up\" installs them: apt-get install --no-install-recommends ${missing[*]}"
    fi
  else
    step packages "this is no Debian machine: use Docker and kind, or KUBE_RELEASE_USE_KUBECONFIG=1"
    lacks=1
  fi
  if ! binaries_missing; then step binaries "built ($BIN_DIR)"; elif find_go; then
    step binaries "not built yet, \"up\" builds them, with Go $(go_version)"
  elif go_can_be_installed; then
    step binaries "not built yet, \"up\" builds them, with Go from Debian's backports"
  else
    (check_go) || lacks=1
  fi
  return $lacks
}

# For the command that starts us: a wait is told before it is had.
wait_estimate() {
  local parts=() seconds=15 missing=()
  if [[ $ROUTE != own ]]; then
    say "clusters: $ROUTE, a minute or two"
    return
  fi
  ! have dpkg-query || mapfile -t missing < <(packages_missing)
  ((${#missing[@]} == 0)) || parts+=("install ${#missing[@]} Debian packages") seconds=$((seconds + 60))
  ! binaries_missing || parts+=("build Kubernetes and its tools from source") seconds=$((seconds + 540))
  [[ -n $(ls "$ARCHIVES_DIR"/debian-*.tar 2>/dev/null) ]] || parts+=("make base images") seconds=$((seconds + 90))
  parts+=("start two clusters")
  local text
  text=$(printf ', %s' "${parts[@]}")
  if ((seconds > 90)); then say "about $(((seconds + 30) / 60)) minutes, this once: ${text:2}"; else say "about $seconds seconds: ${text:2}"; fi
}

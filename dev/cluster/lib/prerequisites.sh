# shellcheck shell=bash
# What the machine must have: Debian's packages are installed where that may be done, else named with the command.

packages_missing() {
  local package
  for package in "${CLUSTER_PACKAGES[@]}" "${IMAGE_PACKAGES[@]}"; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || echo "$package"
  done
}

check_root() {
  [[ $(uname -s) == Linux ]] || fail "own clusters need Linux. Install Docker and kind, or offer clusters of yours: KUBE_RELEASE_USE_KUBECONFIG=1 (see dev/cluster/README.md)"
  [[ $(id -u) == 0 ]] || fail "own clusters need root: sudo dev/cluster/cluster up. Or install Docker and kind, or offer clusters of yours: KUBE_RELEASE_USE_KUBECONFIG=1 (see dev/cluster/README.md)"
}

install_prerequisites() {
  local missing
  check_root
  have dpkg-query || fail "this is no Debian machine: own clusters are built from Debian's packages. Install Docker and kind, or offer clusters of yours (see dev/cluster/README.md)"
  mapfile -t missing < <(packages_missing)
  ((${#missing[@]} > 0)) || return 0
  say "Installing Debian packages, about a minute: ${missing[*]}"
  apt_install "${missing[@]}" >"$STATE_DIR/log/apt.log" 2>&1 || {
    tail -5 "$STATE_DIR/log/apt.log" >&2
    fail "apt could not install them. By hand: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  }
}

# Debian starts a package's service as it is installed: here nobody asked for one, and port 5000 is wanted.
apt_install() {
  local policy=/usr/sbin/policy-rc.d ours='' result=0 service
  [[ -e $policy ]] || {
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    ours=yes
  }
  { apt-get -o DPkg::Lock::Timeout=600 update &&
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "$@"; } || result=$?
  [[ -z $ours ]] || rm -f "$policy"
  if [[ $result == 0 && -d /run/systemd/system ]]; then
    for service in docker-registry containerd; do
      [[ " $* " != *" $service "* ]] || systemctl disable --now "$service" || true
    done
  fi
  return $result
}

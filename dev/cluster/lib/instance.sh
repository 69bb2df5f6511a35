# shellcheck shell=bash
# Which set of the machine is meant: the one the user names, else this checkout's own, else the first nobody uses.
# The alias of a set's bridge is the directory of the set, so the kernel remembers whose it is.

bridge_of() { echo "/sys/class/net/kr$1"; }

owner_of() { cat "$(bridge_of "$1")/ifalias" 2>/dev/null || true; }

choose_instance() {
  local number
  if [[ -n ${KUBE_RELEASE_CLUSTER_INSTANCE:-} ]]; then
    echo "$KUBE_RELEASE_CLUSTER_INSTANCE"
    return
  fi
  for number in {0..9}; do
    [[ $(owner_of "$number") != "$STATE_DIR/instance-$number" ]] || { echo "$number" && return; }
  done
  for number in {0..9}; do
    [[ -d $(bridge_of "$number") ]] || { echo "$number" && return; }
  done
  fail "all ten sets of clusters on this machine are in use: $(cat /sys/class/net/kr[0-9]/ifalias | paste -sd ' '). End one with dev/cluster/cluster down in its checkout"
}

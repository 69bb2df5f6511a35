# shellcheck shell=bash
# The link between host and clusters: one bridge for a set, with the host's address on it; each cluster's network
# namespace is plugged into it. The bridge's alias says whose set it is. Nothing else of the host is changed.

network_owner() { owner_of "$INSTANCE"; }

# Two checkouts with one instance number mean the same names: what the other one started is not ours to end.
network_is_foreign() { [[ -d /sys/class/net/$BRIDGE && $(network_owner) != "$SET_DIR" ]]; }

check_network() {
  if network_is_foreign; then
    fail "instance $INSTANCE on this machine belongs to $(network_owner). Use that set: KUBE_RELEASE_CLUSTER_STATE=$(dirname "$(network_owner)"); or have one of your own: KUBE_RELEASE_CLUSTER_INSTANCE=$(((INSTANCE + 1) % 10))"
  fi
}

network_up() {
  check_network
  [[ -d /sys/class/net/$BRIDGE ]] || {
    ip link add "$BRIDGE" type bridge
    ip link set "$BRIDGE" alias "$SET_DIR" up
    ip addr add "$HOST_ADDRESS/24" dev "$BRIDGE"
  }
}

network_down() {
  [[ ! -d /sys/class/net/$BRIDGE ]] || network_is_foreign || ip link del "$BRIDGE"
}

# The kubelet sets some of the kernel's values for the whole machine: the first set to come notes them, the last to
# leave puts them back.
KERNEL_VALUES=(vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes)
KERNEL_NOTE=/run/kube-release-kernel-values

note_kernel_values() {
  [[ -f $KERNEL_NOTE ]] || sysctl -e "${KERNEL_VALUES[@]}" >"$KERNEL_NOTE" 2>/dev/null || true
}

# "ip netns" makes a mount of its directory and leaves it; the last set to leave takes it away when nobody uses it.
restore_host() {
  local other
  for other in /sys/class/net/kr[0-9]; do [[ ! -d $other/bridge ]] || return 0; done
  [[ ! -f $KERNEL_NOTE ]] || {
    sysctl -q -p "$KERNEL_NOTE" 2>/dev/null || true
    rm -f "$KERNEL_NOTE"
  }
  if mountpoint -q /run/netns && [[ -z $(ls -A /run/netns) ]]; then umount /run/netns; fi
}

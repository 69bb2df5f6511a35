# shellcheck shell=bash
# One cluster, down: everything that lives in its network namespace or its cgroups is ours by construction, so nothing
# is looked up by name. All of it is thrown away, so nobody needs to be asked nicely.

# node_clear NAME: also what a crash left half done.
node_clear() {
  use_node "$1"
  ! network_is_foreign || fail "the clusters of instance $INSTANCE belong to $(network_owner); they are left alone"
  kill_all_of_node
  node_unmount
  node_forget_containers
  [[ ! -d /sys/class/net/$NODE_ID ]] || ip link del "$NODE_ID"
  [[ ! -e $NODE_NETNS ]] || ip netns del "$NODE_ID"
  node_remove_cgroups
  rm -rf "$NODE_DIR"
  rm -f "$SET_DIR/run/$NODE"-*.pid
}

node_down() {
  local start
  start=$(now)
  node_clear "$1"
  step "$1" "down in $(seconds_since "$start")"
}

node_processes() {
  local group program
  if [[ -e $NODE_NETNS ]]; then ip netns pids "$NODE_ID" 2>/dev/null || true; fi
  for group in $(node_cgroup_roots); do
    find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  done
  for program in "${NODE_PROGRAMS[@]}"; do process_id "$NODE-$program" || true; done
}

# Twice round: a shim may have started a container between the look and the kill.
kill_all_of_node() {
  local pids tries=20
  while ((tries-- > 0)); do
    mapfile -t pids < <(node_processes | sort -un)
    ((${#pids[@]} > 0)) || return 0
    kill_all "${pids[@]}"
  done
  fail "could not end the processes ${pids[*]} of $NODE"
}

node_cgroup_roots() {
  local group
  for group in "/sys/fs/cgroup/$NODE_ID" /sys/fs/cgroup/*/"$NODE_ID"; do [[ ! -d $group ]] || echo "$group"; done
}

mounts_under() { awk -v dir="$1/" 'index($2, dir) == 1 {print $2}' /proc/mounts | sort -r; }

node_unmount() {
  local mount
  while read -r mount; do umount -l "$mount" 2>/dev/null || true; done < <(mounts_under "$NODE_DIR")
}

# What containerd, CNI and the kubelet keep outside their own directories.
node_forget_containers() {
  local file
  for file in "$NODE_DIR"/containerd-state/io.containerd.runtime.v2.task/k8s.io/*/address; do
    [[ ! -f $file ]] || rm -f "$(sed 's,^unix://,,' "$file")"
  done
  rm -f "/var/lib/cni/results/$NODE_ID"-*
  for file in /var/log/containers/*.log; do
    [[ ! -L $file || $(readlink "$file") != "$NODE_DIR"/* ]] || rm -f "$file"
  done
}

node_remove_cgroups() {
  local group tries
  for group in $(node_cgroup_roots); do
    for ((tries = 0; tries < 50; tries++)); do
      find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
      [[ -d $group ]] || break
      sleep 0.05
    done
  done
}

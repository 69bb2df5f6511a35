# shellcheck shell=bash
# After "down": is anything of the set left on this machine? One line for each thing, nothing when all is gone.

leftovers() {
  left_processes
  left_mounts
  left_interfaces
  left_cgroups
  left_files
}

left_processes() {
  local name directory command
  for name in "$SET_DIR"/run/*.pid; do
    [[ -e $name ]] || continue
    name=$(basename "$name" .pid)
    ! process_runs "$name" || echo "process $(process_id "$name") ($name)"
  done
  # Containers' shims and whatever else names the set's directory as it runs.
  for directory in /proc/[0-9]*; do
    command=$(tr '\0' ' ' <"$directory/cmdline" 2>/dev/null) || continue
    case $command in
    *"$SET_DIR/"*"containerd.sock"* | "$BIN_DIR"/*"$SET_DIR/"* | docker-registry*"$SET_DIR/"*) echo "process ${directory#/proc/}: ${command:0:80}" ;;
    esac
  done
}

left_mounts() { mounts_under "$SET_DIR" | sed 's/^/mount /'; }

left_interfaces() {
  local path
  for path in /sys/class/net/"$BRIDGE" /sys/class/net/"$BRIDGE"-*; do
    [[ ! -d $path ]] || echo "interface ${path##*/}"
  done
  for path in /run/netns/"$BRIDGE"-*; do
    [[ ! -e $path ]] || echo "network namespace ${path##*/}"
  done
  ! have iptables-save || iptables-save 2>/dev/null | grep -F -- "$BRIDGE-" | sed 's/^/iptables rule /' || true
}

left_cgroups() {
  local path
  for path in /sys/fs/cgroup/"$BRIDGE"-* /sys/fs/cgroup/*/"$BRIDGE"-*; do
    [[ ! -d $path ]] || echo "cgroup $path"
  done
}

left_files() {
  local path
  for path in /var/lib/cni/results/"$BRIDGE"-*; do [[ ! -e $path ]] || echo "file $path"; done
  for path in /var/log/containers/*.log; do
    [[ ! -L $path || $(readlink "$path") != "$SET_DIR"/* ]] || echo "file $path"
  done
}

# shellcheck shell=bash
# BuildKit for a set: builds run with the host's network, ordinary image names come from the set's registry.

BUILDKIT_SOCKET=$SET_DIR/buildkitd.sock
BUILDKIT_HOST=unix://$BUILDKIT_SOCKET
BUILDKIT_DIR=$SET_DIR/buildkit
BUILDKIT_CGROUP=$BRIDGE-buildkit

buildkit_up() {
  if buildkit_runs; then
    step buildkit "is already up"
    return
  fi
  buildkit_down
  mkdir -p "$BUILDKIT_DIR"
  buildkit_configuration >"$SET_DIR/buildkitd.toml"
  start_process buildkitd "$BIN_DIR/buildkitd" --config "$SET_DIR/buildkitd.toml"
  wait_until 30 "BuildKit ($SET_DIR/log/buildkitd.log) answering" buildkit_answers
  step buildkit "$BUILDKIT_HOST"
}

buildkit_runs() { process_runs buildkitd && buildkit_answers; }
buildkit_answers() { buildctl debug workers; } >/dev/null 2>&1
buildctl() { "$BIN_DIR/buildctl" --addr "$BUILDKIT_HOST" "$@"; }

# Its cache stays for the next time; a build that was running is ended through its cgroup.
buildkit_down() {
  local group mount
  end_process buildkitd
  for group in "/sys/fs/cgroup/$BUILDKIT_CGROUP" /sys/fs/cgroup/*/"$BUILDKIT_CGROUP"; do
    [[ -d $group ]] || continue
    mapfile -t pids < <(find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null)
    kill_all "${pids[@]}"
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
  while read -r mount; do umount -l "$mount" 2>/dev/null || true; done < <(mounts_under "$BUILDKIT_DIR")
  rm -f "$BUILDKIT_SOCKET"
}

buildkit_configuration() {
  cat <<TOML
root = "$BUILDKIT_DIR"
insecure-entitlements = ["network.host"]
[grpc]
  address = ["$BUILDKIT_HOST"]
[worker.containerd]
  enabled = false
[worker.oci]
  enabled = true
  snapshotter = "overlayfs"
  networkMode = "host"
  defaultCgroupParent = "$BUILDKIT_CGROUP"
  gc = true
  maxUsedSpace = "10GB"
[registry."docker.io"]
  mirrors = ["$REGISTRY"]
TOML
  local name
  for name in "$REGISTRY" "$AUTH_REGISTRY" "$HOST_ADDRESS:$REGISTRY_PORT" "$HOST_ADDRESS:$AUTH_REGISTRY_PORT"; do
    printf '[registry."%s"]\n  http = true\n' "$name"
  done
}

# The same for buildah and skopeo: CONTAINERS_REGISTRIES_CONF names this file.
containers_configuration() {
  local name
  printf 'unqualified-search-registries = ["docker.io"]\nshort-name-mode = "disabled"\n'
  printf '[[registry]]\nprefix = "docker.io"\nlocation = "docker.io"\n[[registry.mirror]]\nlocation = "%s"\ninsecure = true\n' "$REGISTRY"
  for name in "$REGISTRY" "$AUTH_REGISTRY" "$HOST_ADDRESS:$REGISTRY_PORT" "$HOST_ADDRESS:$AUTH_REGISTRY_PORT"; do
    printf '[[registry]]\nlocation = "%s"\ninsecure = true\n' "$name"
  done
}

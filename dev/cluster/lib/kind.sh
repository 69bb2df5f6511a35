# shellcheck shell=bash
# With a Docker engine: two kind clusters and a registry container that both know as localhost:PORT.
# Builds use Docker's own BuildKit; public images come from where the nodes find them.

KIND_PREFIX=kube-release-$INSTANCE
KIND_REGISTRY=$KIND_PREFIX-registry

kind_usable() { have kind && have docker && docker info >/dev/null 2>&1; }

kind_up() {
  local start
  start=$(now)
  kind_registry_up
  mkdir -p "$SET_DIR"
  side_by_side kind_cluster_up "${CLUSTERS[@]}" || fail "a kind cluster did not start; see the lines above. To clear up: dev/cluster/cluster down"
  docker network connect kind "$KIND_REGISTRY" 2>/dev/null || true
  kind_kubeconfig
  say "up in $(seconds_since "$start")"
}

kind_registry_up() {
  if docker inspect -f '{{.State.Running}}' "$KIND_REGISTRY" 2>/dev/null | grep -q true; then
    step registry "is already up"
    return
  fi
  docker rm -f "$KIND_REGISTRY" >/dev/null 2>&1 || true
  docker run -d --name "$KIND_REGISTRY" -p "127.0.0.1:$REGISTRY_PORT:5000" "$KIND_REGISTRY_IMAGE" >/dev/null ||
    fail "the registry container did not start; is port $REGISTRY_PORT free? Another one: KUBE_RELEASE_CLUSTER_INSTANCE=$(((INSTANCE + 1) % 10))"
  step registry "$REGISTRY"
}

kind_cluster_up() {
  local name=$KIND_PREFIX-$1 node
  if kind get clusters 2>/dev/null | grep -qx "$name"; then
    step "$1" "is already up"
    return
  fi
  kind create cluster -q --name "$name" --image "$KIND_NODE_IMAGE" --wait 120s --kubeconfig "$SET_DIR/kind-$1.kubeconfig" --config - <<YAML
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
containerdConfigPatches:
  - |-
    [plugins."io.containerd.grpc.v1.cri".registry]
      config_path = "/etc/containerd/certs.d"
YAML
  for node in $(kind get nodes --name "$name"); do
    docker exec -i "$node" sh -c "mkdir -p /etc/containerd/certs.d/$REGISTRY && cat >/etc/containerd/certs.d/$REGISTRY/hosts.toml" <<<"[host.\"http://$KIND_REGISTRY:5000\"]"
  done
  step "$1" "ready"
}

# kind names contexts after itself; ours are called like the environments.
kind_kubeconfig() {
  local name files=()
  for name in "${CLUSTERS[@]}"; do
    kind get kubeconfig --name "$KIND_PREFIX-$name" >"$SET_DIR/kind-$name.kubeconfig"
    sed -i -E "/^current-context:/s/:.*/: $name/; /^- context:/,/^current-context:/s/^(  name:).*/\1 $name/" "$SET_DIR/kind-$name.kubeconfig"
    files+=("$SET_DIR/kind-$name.kubeconfig")
  done
  (umask 077 && KUBECONFIG=${files[0]}:${files[1]} kubectl config view --flatten >"$SET_DIR/kind.kubeconfig")
}

kind_down() {
  side_by_side kind_cluster_down "${CLUSTERS[@]}" || fail "a kind cluster could not be deleted; see the lines above"
  docker rm -f -v "$KIND_REGISTRY" >/dev/null 2>&1 || true
  rm -f "$SET_DIR"/kind*.kubeconfig
  say "down: kind clusters and registry container are deleted"
}

kind_cluster_down() { kind delete cluster -q --name "$KIND_PREFIX-$1"; }

kind_status() {
  local name all=0
  step route "kind on Docker, instance $INSTANCE"
  for name in "${CLUSTERS[@]}"; do
    if kind get clusters 2>/dev/null | grep -qx "$KIND_PREFIX-$name"; then step "$name" "up"; else step "$name" "not up" && all=1; fi
  done
  return $all
}

kind_images() { say "kind's nodes pull public images themselves; no base images are made"; }

kind_environment() {
  export_line KUBECONFIG "$SET_DIR/kind.kubeconfig"
  export_line KUBE_RELEASE_REGISTRY "$REGISTRY"
}

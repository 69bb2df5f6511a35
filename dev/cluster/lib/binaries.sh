# shellcheck shell=bash
# Builds Kubernetes, etcd, CoreDNS, BuildKit, Helm and kubectl from their Go modules, once for each set of versions.

KUBERNETES_PROGRAMS=(kube-apiserver kube-controller-manager kube-proxy kube-scheduler kubectl kubelet)
BINARIES=(kubernetes etcd coredns buildkitd buildctl helm)
KUBERNETES_STAGING=(api apiextensions-apiserver apimachinery apiserver cli-runtime client-go cloud-provider
  cluster-bootstrap code-generator component-base component-helpers controller-manager cri-api cri-client
  csi-translation-lib dynamic-resource-allocation endpointslice externaljwt kms kube-aggregator
  kube-controller-manager kube-proxy kube-scheduler kubectl kubelet metrics mount-utils pod-security-admission
  sample-apiserver sample-cli-plugin sample-controller)

binaries_key() {
  {
    echo "$KUBERNETES_VERSION $ETCD_VERSION $COREDNS_VERSION $BUILDKIT_VERSION $HELM_VERSION $(uname -m)"
    cat "$CLUSTER_DIR"/go/*/main.go
  } | sha256sum | cut -c1-12
}
BIN_DIR=$STATE_DIR/bin-$(binaries_key)

binaries_missing() {
  local name
  for name in "${BINARIES[@]}" "${KUBERNETES_PROGRAMS[@]}"; do
    [[ -x $BIN_DIR/$name ]] || return 0
  done
  return 1
}

build_binaries() {
  binaries_missing || return 0
  mkdir -p "$BIN_DIR" "$STATE_DIR/log"
  exec {build_lock}>"$BIN_DIR/.lock"
  flock "$build_lock"
  provide_go
  say "Building Kubernetes $KUBERNETES_VERSION, etcd, CoreDNS, BuildKit and Helm from source: once, about 8 minutes on two cores."
  local start failed=0
  start=$(now)
  build_lane kubernetes &
  local first=$!
  build_lane etcd coredns buildkit helm &
  local second=$!
  show_build_progress "$start" "$first" "$second" &
  local progress=$!
  wait "$first" || failed=1
  wait "$second" || failed=1
  kill "$progress" 2>/dev/null || true
  ((failed == 0)) || fail "a build failed; its log: $STATE_DIR/log/build-*.log. Go modules come from $(go env GOPROXY)."
  step binaries "built in $(seconds_since "$start")"
  exec {build_lock}>&-
}

# Parts of one lane are built one after the other; two lanes keep two cores busy while modules are downloaded.
build_lane() {
  local part
  for part in "$@"; do
    "build_$part" >"$STATE_DIR/log/build-$part.log" 2>&1 || return 1
  done
}

show_build_progress() {
  local start=$1 pid name ready
  shift
  while sleep 15; do
    ready=()
    for name in "${BINARIES[@]}"; do [[ -x $BIN_DIR/$name ]] && ready+=("$name"); done
    step "$(seconds_since "$start")" "built: ${ready[*]:-nothing yet}; modules: $(du -sh "$(go env GOMODCACHE)" 2>/dev/null | cut -f1)"
    for pid in "$@"; do kill -0 "$pid" 2>/dev/null && continue 2; done
    return
  done
}

# module NAME: an empty module to build in; a fresh one each time, so that nothing of an older version stays.
module() {
  local dir=$STATE_DIR/build/$1
  rm -rf "$dir"
  mkdir -p "$dir"
  cd "$dir" || return 1
  printf 'module %s\n\ngo %s.0\n' "$1" "$GO_MINIMUM" >go.mod
  [[ ! -d $CLUSTER_DIR/go/$1 ]] || cp "$CLUSTER_DIR/go/$1/main.go" .
}

# compile BINARY PACKAGE [LDFLAGS]: appears under its name only when it is whole.
compile() {
  CGO_ENABLED=0 go build -mod=mod -trimpath -buildvcs=false -ldflags "-s -w ${3:-}" -o "$BIN_DIR/$1.part" "$2"
  mv "$BIN_DIR/$1.part" "$BIN_DIR/$1"
}

build_kubernetes() (
  set -e
  local name stamp=k8s.io/component-base/version client=k8s.io/client-go/pkg/version flags=
  module kubernetes
  {
    echo "require k8s.io/kubernetes v$KUBERNETES_VERSION"
    for name in "${KUBERNETES_STAGING[@]}"; do
      echo "replace k8s.io/$name => k8s.io/$name v0.${KUBERNETES_VERSION#1.}"
    done
  } >>go.mod
  for name in "$stamp" "$client"; do
    flags+=" -X $name.gitVersion=v$KUBERNETES_VERSION -X $name.gitMajor=1 -X $name.gitMinor=$(cut -d. -f2 <<<"$KUBERNETES_VERSION")"
  done
  compile kubernetes . "$flags"
  for name in "${KUBERNETES_PROGRAMS[@]}"; do ln -sf kubernetes "$BIN_DIR/$name"; done
)

build_etcd() (
  set -e
  module etcd
  go get "go.etcd.io/etcd/server/v3@v$ETCD_VERSION"
  compile etcd .
)

build_coredns() (
  set -e
  module coredns
  go get "github.com/coredns/coredns@v$COREDNS_VERSION"
  compile coredns .
)

build_buildkit() (
  set -e
  local program
  module buildkit
  for program in buildkitd buildctl; do
    go get "github.com/moby/buildkit/cmd/$program@v$BUILDKIT_VERSION"
    compile "$program" "github.com/moby/buildkit/cmd/$program" "-X github.com/moby/buildkit/version.Version=v$BUILDKIT_VERSION"
  done
)

build_helm() (
  set -e
  module helm
  go get "helm.sh/helm/v3/cmd/helm@v$HELM_VERSION"
  compile helm helm.sh/helm/v3/cmd/helm "-X helm.sh/helm/v3/internal/version.version=v$HELM_VERSION"
)

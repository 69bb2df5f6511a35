# shellcheck shell=bash
# Builds the programs that benchmarks compare with, and tests take turns with, Helm 4 and crane, once for each set of versions.

PEERS_DIR=$STATE_DIR/peers-helm$HELM4_VERSION-crane$CRANE_VERSION

# peers [NAME...]: all when none is named. Prints their directory; what could not be built is missing there, and the reason is in the log. Never
# fails for one.
peers() {
  local name
  (($#)) || set -- helm4 crane
  mkdir -p "$PEERS_DIR" "$STATE_DIR/log"
  exec 8>"$PEERS_DIR/.lock"
  flock 8
  for name; do
    [[ ! -x $PEERS_DIR/$name ]] || continue
    step "$name" "is built from source, once" >&2
    (BIN_DIR=$PEERS_DIR && check_go && "build_$name") 8>&- >"$STATE_DIR/log/build-$name.log" 2>&1 ||
      warn "$name could not be built, so nothing is compared or tried with it; see $STATE_DIR/log/build-$name.log"
  done
  echo "$PEERS_DIR"
}

build_helm4() (
  set -e
  module helm4
  go get "helm.sh/helm/v4/cmd/helm@v$HELM4_VERSION"
  compile helm4 helm.sh/helm/v4/cmd/helm "-X helm.sh/helm/v4/internal/version.version=v$HELM4_VERSION"
)

build_crane() (
  set -e
  module crane
  go get "github.com/google/go-containerregistry/cmd/crane@v$CRANE_VERSION"
  compile crane github.com/google/go-containerregistry/cmd/crane "-X github.com/google/go-containerregistry/cmd/crane/cmd.Version=$CRANE_VERSION"
)

# shellcheck shell=bash
# An ingress controller in each cluster: Traefik, which serves Ingress, and HTTPRoute of the Gateway API.
#
# It is a program in the cluster's network namespace, as the cluster's DNS is: from there it reaches pods by their own
# addresses, and only the set's bridge leads to it. Built once for each version, from its Go module; see ADR 0028.

INGRESS_DIR=$STATE_DIR/ingress-traefik$TRAEFIK_VERSION

# own_ingress: in a set that is up; once again changes nothing.
own_ingress() {
  local name
  lock_set
  for name in "${CLUSTERS[@]}"; do
    node_runs "$name" || fail "cluster $name is not up. First: dev/cluster/cluster up"
  done
  build_ingress
  side_by_side ingress_up "${CLUSTERS[@]}" || fail "an ingress controller did not start; see the lines above"
}

kind_ingress() { say "no ingress controller is installed in kind's clusters: nobody has tried that yet. Tests that need one are left out"; }
offered_ingress() { say "your clusters are left as they are: where one has an ingress controller, name it: KUBE_RELEASE_INGRESS_STAGING=ADDRESS:PORT"; }

build_ingress() {
  local start log=$STATE_DIR/log/build-ingress.log
  [[ ! -x $INGRESS_DIR/traefik || ! -s $INGRESS_DIR/gateway-api.yaml ]] || return 0
  start=$(now)
  mkdir -p "$INGRESS_DIR" "$STATE_DIR/log"
  exec {build_lock}>"$INGRESS_DIR/.lock"
  flock "$build_lock"
  provide_go
  say "Building Traefik $TRAEFIK_VERSION from source: once, about 3 minutes on two cores."
  (BIN_DIR=$INGRESS_DIR && build_traefik) 9>&- >"$log" 2>&1 || fail "Traefik could not be built; its log: $log. Go modules come from $(go env GOPROXY)."
  exec {build_lock}>&-
  step traefik "built in $(seconds_since "$start")"
}

# Two parts of Traefik that nobody asks for here are left out, since they are half of the work: the providers of the DNS
# challenge, for certificates, and Amazon's container service. The kinds of the Gateway API are those it was made with.
build_traefik() (
  set -e
  local sources lego api part
  module ingress
  sources=$(module_directory "github.com/traefik/traefik/v3@v$TRAEFIK_VERSION")
  mkdir traefik
  for part in go.mod go.sum cmd internal pkg webui; do cp -R "$sources/$part" traefik/; done
  chmod -R u+w traefik
  cd traefik
  rm -f pkg/provider/ecs/*
  cp "$CLUSTER_DIR/go/traefik/ecs/ecs.go" pkg/provider/ecs/
  lego=$(module_directory "github.com/go-acme/lego/v4@$(go list -m -f '{{.Version}}' github.com/go-acme/lego/v4)")
  cp -R "$lego" lego
  chmod -R u+w lego
  rm -rf lego/providers/dns
  mkdir lego/providers/dns
  cp "$CLUSTER_DIR/go/traefik/lego/dns.go" lego/providers/dns/
  go mod edit -replace=github.com/go-acme/lego/v4=./lego
  compile traefik ./cmd/traefik "-X github.com/traefik/traefik/v3/pkg/version.Version=$TRAEFIK_VERSION"
  api=$(module_directory "sigs.k8s.io/gateway-api@$(go list -mod=mod -m -f '{{.Version}}' sigs.k8s.io/gateway-api)")
  for part in "$api"/config/crd/standard/gateway.networking.k8s.io_*.yaml; do
    cat "$part"
    echo ---
  done >"$BIN_DIR/gateway-api.yaml"
)

module_directory() { go mod download -json "$1" | jq -er .Dir; }

ingress_address() { echo "$NODE_ADDRESS:80"; }

ingress_up() {
  local start
  use_node "$1"
  if ingress_runs "$1"; then
    step "$NODE" "ingress is already up"
    return
  fi
  start=$(now)
  end_process "$NODE-ingress"
  ingress_apply <"$INGRESS_DIR/gateway-api.yaml"
  wait_until 20 "$NODE taking up the kinds of the Gateway API" ingress_kinds_served
  ingress_classes | ingress_apply
  start_in_node ingress env -u KUBERNETES_SERVICE_HOST KUBECONFIG="$NODE_DIR/kubeconfig" "$INGRESS_DIR/traefik" \
    --global.checknewversion=false --global.sendanonymoususage=false --log.level=INFO --log.nocolor=true \
    --entrypoints.web.address="$(ingress_address)" --providers.providersthrottleduration=100ms \
    --providers.kubernetesingress=true --providers.kubernetesingress.ingressendpoint.ip="$NODE_ADDRESS" \
    --providers.kubernetesgateway=true --providers.kubernetesgateway.statusaddress.ip="$NODE_ADDRESS"
  wait_until 30 "the ingress controller of $NODE ($SET_DIR/log/$NODE-ingress.log) answering" ingress_answers
  step "$NODE" "ingress at $(ingress_address), ready in $(seconds_since "$start")"
}

ingress_runs() {
  use_node "$1"
  process_runs "$NODE-ingress" && ingress_answers
}

# It knows nobody by that name, and the Gateway is told as its own.
ingress_answers() {
  [[ $(curl -s --noproxy '*' --max-time 2 -o /dev/null -w '%{http_code}' "http://$(ingress_address)/") == 404 ]] &&
    node_get /apis/gateway.networking.k8s.io/v1/namespaces/ingress/gateways/ingress |
    jq -e '.status.conditions[]? | select(.type == "Programmed" and .status == "True")' >/dev/null
}

ingress_kinds_served() { node_get /apis/gateway.networking.k8s.io/v1/httproutes; }

ingress_apply() { "$BIN_DIR/kubectl" --kubeconfig "$NODE_DIR/kubeconfig" apply --server-side -f - >/dev/null; }

# The class is the cluster's default: it serves an Ingress that names none. Routes of all namespaces may use the Gateway.
ingress_classes() {
  cat <<YAML
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: traefik, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
spec: {controller: traefik.io/ingress-controller}
---
apiVersion: v1
kind: Namespace
metadata: {name: ingress}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: traefik}
spec: {controllerName: traefik.io/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: ingress, namespace: ingress}
spec:
  gatewayClassName: traefik
  listeners:
    - {name: http, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: All}}}
YAML
}

# Lines for those clusters that have one.
ingress_environment() {
  local name
  for name in "${CLUSTERS[@]}"; do
    use_node "$name"
    ! process_runs "$NODE-ingress" || export_line "KUBE_RELEASE_INGRESS_${name^^}" "$(ingress_address)"
  done
}

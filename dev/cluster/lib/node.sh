# shellcheck shell=bash
# One single-node Kubernetes cluster in a network namespace of its own, up.
#
# Facts that shape it: the kubelet refuses link-local and loopback as a node's address, hence 198.18.0.0/15; programs
# enter with nsenter, since "ip netns exec" would hide containerd's mounts from the kubelet.

# use_node NAME: sets what the functions below know of the cluster.
# shellcheck disable=SC2034
use_node() {
  local index=1 each
  NODE=$1
  for each in "${CLUSTERS[@]}" "${EXTRAS[@]}"; do
    [[ $each != "$NODE" ]] || break
    index=$((index + 1))
  done
  NODE_ID=$BRIDGE-$NODE
  NODE_DIR=$SET_DIR/$NODE
  NODE_NETNS=/run/netns/$NODE_ID
  NODE_ADDRESS=198.18.$INSTANCE.$((10 + index))
  NODE_PODS=10.$((243 + index)).0.0/16
  NODE_SERVICES=10.96.0.0/16
  NODE_API=https://$NODE_ADDRESS:6443
}

NODE_PROGRAMS=(etcd apiserver containerd kubelet controllers scheduler proxy dns)

node_runs() {
  local program
  use_node "$1"
  [[ -e $NODE_NETNS ]] || return 1
  for program in "${NODE_PROGRAMS[@]}"; do process_runs "$NODE-$program" || return 1; done
  node_ready
}

node_up() {
  local start
  use_node "$1"
  if node_runs "$NODE"; then
    step "$NODE" "is already up"
    return
  fi
  start=$(now)
  node_clear "$NODE"
  mkdir -p "$NODE_DIR"
  node_network
  node_certificates
  node_kubeconfig
  node_configuration
  node_cgroups
  node_start
  wait_until 60 "the API server of $NODE ($SET_DIR/log/$NODE-apiserver.log) becoming ready" node_api_ready
  node_start_with_api
  wait_until 60 "the node of $NODE ($SET_DIR/log/$NODE-kubelet.log) becoming ready" node_ready
  wait_until 30 "the default service account of $NODE ($SET_DIR/log/$NODE-controllers.log)" node_account
  step "$NODE" "ready in $(seconds_since "$start")"
}

node_network() {
  local inside="nsenter --net=$NODE_NETNS"
  ip netns add "$NODE_ID"
  ip link add "$NODE_ID" type veth peer name eth0 netns "$NODE_ID"
  ip link set "$NODE_ID" master "$BRIDGE" up
  $inside ip link set lo up
  $inside ip addr add "$NODE_ADDRESS/24" dev eth0
  $inside ip link set eth0 up
  $inside ip route add default via "$HOST_ADDRESS"
  $inside sysctl -qw net.ipv4.ip_forward=1
}

node_certificates() {
  mkdir -p "$NODE_DIR/pki"
  cd "$NODE_DIR/pki" || return
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -subj /CN=ca -days 3650 2>/dev/null
  certificate apiserver /CN=apiserver "IP:$NODE_ADDRESS,IP:127.0.0.1,IP:${NODE_SERVICES%.0/*}.1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc"
  certificate admin /O=system:masters/CN=admin DNS:admin
  certificate kubelet "/O=system:nodes/CN=system:node:$NODE" "IP:$NODE_ADDRESS,DNS:$NODE"
  openssl ecparam -name prime256v1 -genkey -noout -out account.key
  openssl ec -in account.key -pubout -out account.pub 2>/dev/null
  cd "$NODE_DIR" || return
}

certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "$2" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -out "$1.crt" \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$3") 2>/dev/null
  rm "$1.csr"
}

# Self-contained, with the context named like the cluster.
node_kubeconfig() {
  local pki=$NODE_DIR/pki
  (umask 077 && cat >"$NODE_DIR/kubeconfig") <<YAML
apiVersion: v1
kind: Config
clusters:
  - name: $NODE
    cluster:
      server: $NODE_API
      certificate-authority-data: $(base64 -w0 "$pki/ca.crt")
users:
  - name: $NODE-admin
    user:
      client-certificate-data: $(base64 -w0 "$pki/admin.crt")
      client-key-data: $(base64 -w0 "$pki/admin.key")
contexts:
  - name: $NODE
    context: {cluster: $NODE, user: $NODE-admin}
current-context: $NODE
YAML
}

node_cgroups() {
  local hierarchy group
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
    mkdir -p "/sys/fs/cgroup/$NODE_ID"
    return
  fi
  for hierarchy in /sys/fs/cgroup/*/; do
    [[ -f ${hierarchy}cgroup.procs ]] || continue
    group=$hierarchy$NODE_ID
    mkdir -p "$group"
    [[ ! -f $group/cpuset.cpus ]] || {
      cat "${hierarchy}cpuset.cpus" >"$group/cpuset.cpus"
      cat "${hierarchy}cpuset.mems" >"$group/cpuset.mems"
    }
  done
}

start_in_node() {
  local name=$1
  shift
  start_process "$NODE-$name" nsenter --net="$NODE_NETNS" "$@"
}

node_start() {
  local pki=$NODE_DIR/pki
  start_in_node etcd "$BIN_DIR/etcd" --data-dir "$NODE_DIR/etcd" --unsafe-no-fsync \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
    --initial-cluster default=http://127.0.0.1:2380
  start_in_node apiserver "$BIN_DIR/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 \
    --advertise-address="$NODE_ADDRESS" --bind-address=0.0.0.0 --secure-port=6443 \
    --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" --client-ca-file="$pki/ca.crt" \
    --service-account-key-file="$pki/account.pub" --service-account-signing-key-file="$pki/account.key" \
    --service-account-issuer=https://kubernetes.default.svc --service-cluster-ip-range="$NODE_SERVICES" \
    --authorization-mode=Node,RBAC --kubelet-preferred-address-types=InternalIP \
    --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key" --allow-privileged=true
  start_in_node containerd containerd -c "$NODE_DIR/containerd.toml"
}

node_start_with_api() {
  local pki=$NODE_DIR/pki kubeconfig=$NODE_DIR/kubeconfig
  start_in_node kubelet "$BIN_DIR/kubelet" --config="$NODE_DIR/kubelet.yaml" --kubeconfig="$kubeconfig" \
    --hostname-override="$NODE" --node-ip="$NODE_ADDRESS" --root-dir="$NODE_DIR/kubelet"
  start_in_node controllers "$BIN_DIR/kube-controller-manager" --kubeconfig="$kubeconfig" \
    --service-account-private-key-file="$pki/account.key" --root-ca-file="$pki/ca.crt" \
    --use-service-account-credentials=true --leader-elect=false \
    --cluster-signing-cert-file="$pki/ca.crt" --cluster-signing-key-file="$pki/ca.key"
  start_in_node scheduler "$BIN_DIR/kube-scheduler" --kubeconfig="$kubeconfig" --leader-elect=false
  start_in_node proxy "$BIN_DIR/kube-proxy" --config="$NODE_DIR/proxy.yaml"
  start_in_node dns "$BIN_DIR/coredns" -conf "$NODE_DIR/Corefile"
}

node_get() {
  curl -sf --max-time 5 --cert "$NODE_DIR/pki/admin.crt" --key "$NODE_DIR/pki/admin.key" --cacert "$NODE_DIR/pki/ca.crt" "$NODE_API$1"
}
node_api_ready() { [[ $(node_get /readyz) == ok ]]; }
node_ready() { node_get "/api/v1/nodes/$NODE" | jq -e '.status.conditions[]? | select(.type == "Ready" and .status == "True")'; } >/dev/null
node_account() { node_get /api/v1/namespaces/default/serviceaccounts/default; }

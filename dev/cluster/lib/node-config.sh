# shellcheck shell=bash
# The configuration files of one cluster's programs; see node.sh for who reads them.

node_configuration() {
  mkdir -p "$NODE_DIR"/{cni,certs.d}
  containerd_configuration >"$NODE_DIR/containerd.toml"
  node_registries
  cni_configuration >"$NODE_DIR/cni/10-bridge.conflist"
  kubelet_configuration >"$NODE_DIR/kubelet.yaml"
  proxy_configuration >"$NODE_DIR/proxy.yaml"
  dns_configuration >"$NODE_DIR/Corefile"
}

containerd_configuration() {
  cat <<TOML
version = 2
root = "$NODE_DIR/containerd"
state = "$NODE_DIR/containerd-state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs", "io.containerd.internal.v1.opt", "io.containerd.tracing.processor.v1.otlp"]
[grpc]
  address = "$NODE_DIR/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$PAUSE_IMAGE"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$NODE_DIR/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "$NODE_DIR/certs.d"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
TOML
}

# Ordinary names (postgres:15) come from the set's registry, and so do the registries' names on the host: an image
# pushed to localhost:5000 is pulled by a node under the very same reference. "server" leaves no other place to try,
# so that an image that isn't there is reported at once.
node_registries() {
  registry_hosts _default "$REGISTRY_PORT"
  registry_hosts "$REGISTRY" "$REGISTRY_PORT"
  registry_hosts "$HOST_ADDRESS:$REGISTRY_PORT" "$REGISTRY_PORT"
  registry_hosts "$AUTH_REGISTRY" "$AUTH_REGISTRY_PORT"
  registry_hosts "$HOST_ADDRESS:$AUTH_REGISTRY_PORT" "$AUTH_REGISTRY_PORT"
}

registry_hosts() {
  mkdir -p "$NODE_DIR/certs.d/$1"
  cat >"$NODE_DIR/certs.d/$1/hosts.toml" <<TOML
server = "http://$HOST_ADDRESS:$2"
[host."http://$HOST_ADDRESS:$2"]
  capabilities = ["pull", "resolve"]
TOML
}

cni_configuration() {
  cat <<JSON
{"cniVersion": "1.0.0", "name": "$NODE_ID", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$NODE_DIR/addresses", "ranges": [[{"subnet": "$NODE_PODS"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
JSON
}

kubelet_configuration() {
  cat <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {x509: {clientCAFile: $NODE_DIR/pki/ca.crt}, anonymous: {enabled: false}}
cgroupDriver: cgroupfs
cgroupRoot: /$NODE_ID
cgroupsPerQOS: true
enforceNodeAllocatable: [pods]
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
containerRuntimeEndpoint: unix://$NODE_DIR/containerd.sock
clusterDNS: [$NODE_ADDRESS]
clusterDomain: cluster.local
resolvConf: ""
tlsCertFile: $NODE_DIR/pki/kubelet.crt
tlsPrivateKeyFile: $NODE_DIR/pki/kubelet.key
serializeImagePulls: false
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
imageGCHighThresholdPercent: 100
podLogsDir: $NODE_DIR/podlogs
volumePluginDir: $NODE_DIR/volume-plugins
YAML
}

proxy_configuration() {
  cat <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $NODE_DIR/kubeconfig}
mode: iptables
iptables: {minSyncPeriod: 100ms}
conntrack: {maxPerCore: 0, min: 0}
hostnameOverride: $NODE
YAML
}

dns_configuration() {
  cat <<CONF
.:53 {
  bind $NODE_ADDRESS
  errors
  cache 5
  kubernetes cluster.local {
    kubeconfig $NODE_DIR/kubeconfig
  }
}
CONF
}

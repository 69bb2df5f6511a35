# shellcheck shell=bash disable=SC2034
# Every version that dev/cluster installs, builds or promises: the only place where one is named.

# Built from their Go modules.
KUBERNETES_VERSION=1.34.4
ETCD_VERSION=3.6.5
COREDNS_VERSION=1.12.4
BUILDKIT_VERSION=0.25.1
HELM_VERSION=3.22.0
TRAEFIK_VERSION=3.5.3
GO_MINIMUM=1.24

# What `make bench` compares with, beside the Helm above; tests take turns with this Helm too.
HELM4_VERSION=4.3.1
CRANE_VERSION=0.22.1

# The images a release needs, with their tags. Without a public registry they are made from Debian's packages: a tag
# must name the version that Debian has. Elasticsearch is not in Debian and comes from Maven's repository.
DEBIAN_SUITE=bookworm
IMAGES=(pause busybox debian python postgres redis mariadb rabbitmq elasticsearch)
declare -A IMAGE_TAGS=(
  [pause]="1"
  [busybox]="1.35"
  [debian]="bookworm-slim"
  [python]="3.11-slim"
  [postgres]="15"
  [redis]="7 7.0"
  [mariadb]="10.11"
  [rabbitmq]="3.10"
  [elasticsearch]="8.19.21"
)
PAUSE_IMAGE=pause:${IMAGE_TAGS[pause]}

# Debian packages: for the clusters, and for building images.
CLUSTER_PACKAGES=(containerd runc containernetworking-plugins docker-registry iptables conntrack iproute2 procps openssl curl jq skopeo)
IMAGE_PACKAGES=(buildah busybox-static debootstrap apache2-utils gcc libc6-dev)

# With a Docker engine: kind's own nodes and registry.
KIND_NODE_IMAGE=kindest/node:v1.34.0
KIND_REGISTRY_IMAGE=registry:2

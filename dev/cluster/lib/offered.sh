# shellcheck shell=bash
# Clusters that the user offers: KUBE_RELEASE_USE_KUBECONFIG=1 with KUBECONFIG, and the contexts to be staging and
# production. Nothing is started or ended there; a kubeconfig with the two names is written beside our own state.

offered_up() {
  local name context names=() IFS=$' \t\n'
  have kubectl || fail "kubectl is missing: it is needed to read the kubeconfig you offer. https://kubernetes.io/docs/tasks/tools/"
  [[ -n ${KUBE_RELEASE_REGISTRY:-} ]] ||
    fail "KUBE_RELEASE_REGISTRY is not set: name a registry that you may push to and your clusters may pull from, as in KUBE_RELEASE_REGISTRY=registry.example.org/me"
  for name in "${CLUSTERS[@]}"; do
    context=$(offered_context "$name")
    kubectl --context "$context" --request-timeout=10s get --raw /readyz >/dev/null ||
      fail "the cluster of context '$context' ($name) does not answer. Contexts there are: $(kubectl config get-contexts -o name | xargs)"
    names+=("$context")
  done
  mkdir -p "$SET_DIR"
  (umask 077 && offered_kubeconfig "${names[@]}" >"$SET_DIR/offered.kubeconfig")
  step route "your clusters: ${CLUSTERS[0]} is context ${names[0]}, ${CLUSTERS[1]} is context ${names[1]}"
}

offered_context() {
  local variable=KUBE_RELEASE_CONTEXT_${1^^}
  [[ -n ${!variable:-} ]] ||
    fail "$variable is not set: it names the context to be $1. Contexts there are: $(kubectl config get-contexts -o name | xargs)"
  echo "${!variable}"
}

# The user's contexts under our two names, each with the cluster and user it had.
offered_kubeconfig() {
  kubectl config view --flatten --raw -o json | jq --arg staging "$1" --arg production "$2" '
    . as $all
    | def renamed($from; $to): $all.contexts[] | select(.name == $from) | .name = $to;
    .contexts = [renamed($staging; "staging"), renamed($production; "production")]
    | .["current-context"] = "staging"
    | .clusters |= map(select(.name as $n | any($all.contexts[]; (.name == $staging or .name == $production) and .context.cluster == $n)))
    | .users |= map(select(.name as $n | any($all.contexts[]; (.name == $staging or .name == $production) and .context.user == $n)))'
}

offered_down() {
  rm -f "$SET_DIR/offered.kubeconfig"
  say "your clusters are left as they are; nothing of ours runs"
}

offered_status() {
  [[ -f $SET_DIR/offered.kubeconfig ]] || {
    step route "clusters you offer: not looked at yet, run: dev/cluster/cluster up"
    return 1
  }
  step route "clusters you offer, $SET_DIR/offered.kubeconfig"
}

offered_images() { say "your clusters pull from the registries they know; no base images are made"; }

offered_environment() {
  export_line KUBECONFIG "$SET_DIR/offered.kubeconfig"
  export_line KUBE_RELEASE_REGISTRY "$KUBE_RELEASE_REGISTRY"
}

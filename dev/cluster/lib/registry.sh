# shellcheck shell=bash
# Two registries for a set: an open one, and one that wants a name and a password. Each is served on loopback and on
# the set's bridge, and nowhere else: a program takes one address, so two programs share one storage.

REGISTRY_LISTENERS=(open-loopback open-bridge auth-loopback auth-bridge)
CREDENTIALS_FILE=$SET_DIR/auth-registry.credentials

registries_up() {
  local listener
  if registries_run; then
    step registry "is already up"
    return
  fi
  registries_down
  registry_credentials
  for listener in "${REGISTRY_LISTENERS[@]}"; do
    registry_port_free "$listener"
    registry_configuration "$listener" >"$SET_DIR/registry-$listener.yml"
    start_process "registry-$listener" docker-registry serve "$SET_DIR/registry-$listener.yml"
  done
  wait_until 20 "the registry ($SET_DIR/log/registry-*.log) answering" registries_answer
  step registry "$REGISTRY, and $AUTH_REGISTRY with a password ($CREDENTIALS_FILE)"
}

registries_down() { side_by_side end_process "${REGISTRY_LISTENERS[@]/#/registry-}"; }

registries_run() {
  local listener
  for listener in "${REGISTRY_LISTENERS[@]}"; do process_runs "registry-$listener" || return 1; done
  registries_answer
}

registries_answer() {
  local listener
  for listener in "${REGISTRY_LISTENERS[@]}"; do
    curl -s --noproxy '*' --max-time 2 -o /dev/null "http://$(registry_address "$listener")/v2/" || return 1
  done
}

registry_address() {
  local address=127.0.0.1 port=$REGISTRY_PORT
  [[ $1 != *-bridge ]] || address=$HOST_ADDRESS
  [[ $1 != auth-* ]] || port=$AUTH_REGISTRY_PORT
  echo "$address:$port"
}

registry_port_free() {
  local address holder
  address=$(registry_address "$1")
  holder=$(ss -Hltnp "sport = :${address#*:}" | grep -E "[[:space:]]($address|0\.0\.0\.0:${address#*:}|\*:${address#*:})[[:space:]]" || true)
  [[ -z $holder ]] || fail "port ${address#*:} is taken: ${holder##* }. If it is Debian's registry service: systemctl disable --now docker-registry. Else choose another set of ports: KUBE_RELEASE_CLUSTER_INSTANCE=$(((INSTANCE + 1) % 10))"
}

# A new password with each new state directory; the file is for tests and people, the registry gets its hash.
registry_credentials() {
  [[ ! -s $CREDENTIALS_FILE ]] || return 0
  local password
  password=$(openssl rand -hex 12)
  (umask 077 && echo "release:$password" >"$CREDENTIALS_FILE")
  htpasswd -niB release <<<"$password" | grep . >"$SET_DIR/auth-registry.htpasswd"
  openssl rand -hex 16 >"$SET_DIR/registry.secret"
}

registry_configuration() {
  local storage=$SET_DIR/registry
  [[ $1 != auth-* ]] || storage=$SET_DIR/auth-registry
  cat <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $storage}, delete: {enabled: true}, maintenance: {uploadpurging: {enabled: false}}}
http: {addr: "$(registry_address "$1")", secret: $(cat "$SET_DIR/registry.secret")}
YAML
  [[ $1 != auth-* ]] || echo "auth: {htpasswd: {realm: kube-release, path: $SET_DIR/auth-registry.htpasswd}}"
}

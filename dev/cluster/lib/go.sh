# shellcheck shell=bash
# Go of GO_MINIMUM or later, to build Kubernetes with. From 1.21 on Go fetches a newer one of itself as a module, when the
# module that is built asks for it: so 1.21 is enough to begin with.

# Debian's Go is told not to, unless asked.
export GOTOOLCHAIN=${GOTOOLCHAIN:-auto}
GO_BACKPORT=golang-1.23-go

# go_version: what would build a module that wants GO_MINIMUM; "none" where there is no Go. Downloads it where that is needed.
go_version() {
  local dir=$STATE_DIR/build/go-version
  have go || { echo none && return; }
  mkdir -p "$dir"
  printf 'module version\n\ngo %s.0\n' "$GO_MINIMUM" >"$dir/go.mod"
  (cd "$dir" && go env GOVERSION 2>"$dir/error") | sed 's/^go//'
}

# go_found: for people; what Go said where it could not fetch a newer one.
go_found() {
  local found
  found=$(go_version)
  echo "${found:-$(tail -n 1 "$STATE_DIR/build/go-version/error")}"
}

go_is_new_enough() {
  local found
  found=$(go_version)
  [[ $found == [0-9]* ]] && printf '%s\n%s\n' "$GO_MINIMUM" "$found" | sort -V -C
}

# An unpacked Go, and Debian's of a certain version, are not on PATH by themselves.
find_go() {
  local bin path=$PATH
  go_is_new_enough && return
  for bin in /usr/local/go/bin $(printf '%s\n' /usr/lib/go-*/bin | sort -rV); do
    [[ -x $bin/go ]] || continue
    PATH=$bin:$path
    go_is_new_enough && return
  done
  PATH=$path
  return 1
}

check_go() {
  find_go || fail "Go $GO_MINIMUM or later is missing (found: $(go_found); Debian 12 has 1.19). Get it from https://go.dev/dl/ and unpack it to /usr/local/go"
}

go_can_be_installed() { [[ $(id -u) == 0 ]] && grep -qs '^VERSION_CODENAME=bookworm$' /etc/os-release; }

provide_go() {
  find_go && return
  if go_can_be_installed; then
    say "Installing Go from Debian's backports, about a minute"
    install_go >"$STATE_DIR/log/go.log" 2>&1 || warn "that failed; its log: $STATE_DIR/log/go.log"
  fi
  check_go
}

# With a list of sources of our own: the machine's stay as they are.
install_go() {
  local apt=$STATE_DIR/apt
  mkdir -p "$apt/lists"
  echo "deb http://deb.debian.org/debian bookworm-backports main" >"$apt/backports.list"
  local from=(-o "Dir::Etc::sourcelist=$apt/backports.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$apt/lists"
    -o DPkg::Lock::Timeout=600 -o APT::Update::Error-Mode=any)
  apt-get "${from[@]}" update &&
    DEBIAN_FRONTEND=noninteractive apt-get "${from[@]}" install -y --no-install-recommends -t bookworm-backports "$GO_BACKPORT"
}

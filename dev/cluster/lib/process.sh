# shellcheck shell=bash
# Starts long-lived programs and ends them by what was written down: the process id together with its start time,
# so that an id the machine has given to somebody else meanwhile is never touched.

process_start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The name in parentheses may hold blanks; the start time is the 20th field after it.
  awk '{print $20}' <<<"${stat##*) }"
}

# start_process NAME COMMAND...: in a session of its own, log in $SET_DIR/log, no lock or terminal of ours kept open.
start_process() {
  local name=$1 pid
  shift
  mkdir -p "$SET_DIR/log" "$SET_DIR/run"
  setsid "$@" </dev/null >"$SET_DIR/log/$name.log" 2>&1 9>&- &
  pid=$!
  echo "$pid $(process_start_time "$pid")" >"$SET_DIR/run/$name.pid"
}

# process_id NAME: of the program if it still runs, else nothing and false.
process_id() {
  local pid started
  [[ -f $SET_DIR/run/$1.pid ]] || return 1
  read -r pid started <"$SET_DIR/run/$1.pid" || return 1
  [[ -n $started && $(process_start_time "$pid") == "$started" ]] || return 1
  echo "$pid"
}

process_runs() { process_id "$1" >/dev/null; }

# end_process NAME: asks, and after three seconds insists.
end_process() {
  local pid tries=60
  if pid=$(process_id "$1"); then
    kill "$pid" 2>/dev/null || true
    while process_runs "$1" && ((tries-- > 0)); do sleep 0.05; done
    if process_runs "$1"; then kill -9 "$pid" 2>/dev/null || true; fi
  fi
  rm -f "$SET_DIR/run/$1.pid"
}

# kill_all PID...: at once; returns when they are gone.
kill_all() {
  local pid
  (($# > 0)) || return 0
  kill -9 "$@" 2>/dev/null || true
  for pid in "$@"; do
    local tries=100
    while [[ -d /proc/$pid && $(process_state "$pid") != Z ]] && ((tries-- > 0)); do sleep 0.02; done
  done
}

process_state() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  stat=${stat##*) }
  echo "${stat:0:1}"
}

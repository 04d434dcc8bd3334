# Sourced by scripts that need a devnet for themselves: starts one on free ports, stops it by its pid.
# shellcheck shell=bash
devnet_pid=
devnet_ready=

start_devnet() { # DIR
  devnet_ready=$1.ready
  # Built before, so that what is started is the server and not a build.
  ORLOP_NO_BUILD=1 "$root/orlop" devnet --dir "$1" --ready-file "$devnet_ready" \
    --hold-port 0 --plc-port 0 --pds-port 0 --appview-port 0 >"$1.out" 2>"$1.err" &
  devnet_pid=$!
  while [ ! -f "$devnet_ready" ]; do
    if ! kill -0 "$devnet_pid" 2>/dev/null; then
      cat "$1.err" >&2
      return 1
    fi
    sleep 0.1
  done
}

stop_devnet() {
  [ -n "$devnet_pid" ] || return 0
  kill "$devnet_pid" 2>/dev/null || true
  wait "$devnet_pid" || true
  devnet_pid=
}

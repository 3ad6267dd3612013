# What the tests of this folder share: running containers with ctr, reading what they write, waiting for
# what they do.

# shellcheck source=tests/engines/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.bash"

# ctr with a deadline. `ctr run` hands on every signal it gets, so only KILL ends it. Descriptor 3 is how
# bats hears of its tests: whoever inherits it and lives on would keep bats waiting.
ctr() {
  timeout --signal KILL "$DEADLINE" ctr "$@" 3>&-
}

run_container() {
  ctr run --rm --fifo-dir "$ENGINE/fifos" "$@" </dev/null
}

# After each test: no container is left.
remove_containers() {
  local container
  for container in $(ctr container ls --quiet); do
    ctr task delete --force "$container" || true
    ctr container delete "$container" || true
  done
  wait
}

# Runs a container and checks its status: expect_status 7 ARGUMENTS-OF-CTR-RUN. What it wrote is in
# `output`.
expect_status() {
  local expected=$1
  shift
  run -"$expected" run_container "$@"
}

# Starts a container in the background: start ARGUMENTS-OF-CTR-RUN. What it writes is read with
# expect_line.
start() {
  log=$BATS_TEST_TMPDIR/log
  : >"$log"
  run_container "$@" >>"$log" 2>&1 &
  client=$!
}

# Waits until the container has written this line.
expect_line() {
  if ! eventually has_line_or_ended "$1" || ! has_line "$1"; then
    cat "$log"
    return 1
  fi
}

has_line_or_ended() {
  has_line "$1" || ! kill -0 "$client" 2>/dev/null
}

has_line() {
  grep -qxF -- "$1" "$log"
}

# Waits until the container has ended with this status.
expect_end() {
  local code=0
  wait "$client" || code=$?
  cat "$log"
  echo "the container ended with $code"
  [ "$code" -eq "$1" ]
}

# Runs a command in the container called "guest", next to the one of the init.
attach() {
  ctr task exec --fifo-dir "$ENGINE/fifos" --exec-id attached guest "$@" </dev/null
}

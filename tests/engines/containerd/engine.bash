# What the tests of this folder share: running containers with ctr, reading what they write, waiting for
# what they do.

# shellcheck source=tests/engines/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.bash"
# shellcheck source=tests/engines/logged.bash
source "$(dirname "${BASH_SOURCE[0]}")/../logged.bash"

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
  running=$!
}

# Runs a command in the container called "guest", next to the one of the init.
attach() {
  ctr task exec --fifo-dir "$ENGINE/fifos" --exec-id attached guest "$@" </dev/null
}

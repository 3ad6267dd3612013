# examples/java-like: 143 is a success where TERM was asked for. The JDK of the image is a stand-in; where this
# machine has one, the real thing is tried, too.
setup_file() {
  load engine
  build java-like java-app
}

setup() {
  load engine
}

teardown() {
  remove_containers
}

start_worker() {
  start "$@"
  expect_line "worker: ready"
}

@test "java: a stop gives 0, and the work is saved" {
  start_worker java-app
  podman kill --signal TERM guest
  expect_end 0
  has_line "worker: saved"
}

@test "java: without the option the same stop gives 143" {
  start_worker --entrypoint '["/usr/bin/dumb-init", "--"]' java-app java Worker.java
  podman kill --signal TERM guest
  expect_end 143
  has_line "worker: saved"
}

@test "java: 143 stays 143 where TERM came by another way" {
  start_worker java-app
  podman exec guest sh -c 'kill -TERM "$(pidof java)"'
  expect_end 143
}

@test "java: the real Worker.java does so, too" {
  log=$BATS_TEST_TMPDIR/log
  unshare --pid --fork --mount-proc --kill-child "$INIT" --ok-exit stop -- java "$EXAMPLES/java-like/Worker.java" \
    >"$log" 2>&1 3>&- &
  unshare=$!
  eventually grep -qx "worker: ready" "$log"
  pkill -TERM --parent "$unshare"
  wait "$unshare"
  grep -qx "worker: saved" "$log"
}

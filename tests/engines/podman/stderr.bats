# Messages of the init must not depend on somebody reading them.
setup() {
  load engine
}

teardown() {
  [ -z "${reader:-}" ] || kill -CONT "$reader" 2>/dev/null || true
  remove_containers
}

# What the guest writes to standard error goes through a pipe that podman's monitor reads. Stopping
# the monitor is how nobody reads it.
stop_reading() {
  reader=$(cat "$(podman inspect --format '{{.ConmonPidFile}}' guest)")
  kill -STOP "$reader"
}

# The next message that somebody reads comes with the number of those that nobody read.
loss_is_told() {
  podman kill --signal USR2 guest >/dev/null
  podman logs guest 2>&1 | grep -q '^\[dumb-init\] messages lost because nobody read them: [1-9]'
}

read_again() {
  kill -CONT "$reader"
}

@test "signals are forwarded while nobody reads the messages about them" {
  mkdir "$BATS_TEST_TMPDIR/shared"
  # On USR1 the command makes the init write far more messages than a pipe holds.
  # shellcheck disable=SC2016
  start --volume "$BATS_TEST_TMPDIR/shared:/shared" --env DUMB_INIT_DEBUG=1 busybox-image sh -c '
    trap "" 40
    trap "i=0; while [ \$i -lt 2000 ]; do kill -40 1; i=\$((i + 1)); done; echo >/shared/flooded" USR1
    trap "echo >/shared/forwarded" USR2
    sleep 100000 &
    echo ready
    while :; do wait $!; done'
  expect_line ready
  stop_reading
  podman kill --signal USR1 guest
  eventually [ -e "$BATS_TEST_TMPDIR/shared/flooded" ]
  podman kill --signal USR2 guest
  eventually [ -e "$BATS_TEST_TMPDIR/shared/forwarded" ]
  read_again
  eventually loss_is_told
}

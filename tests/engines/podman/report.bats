# What the init says when the command has ended, and what podman shows of it.
# shellcheck disable=SC2154  # podman_init comes from engine.bash
setup() {
  load engine
}

teardown() {
  remove_containers
}

# The guest's log, with N for the PID and T for the time.
report() {
  podman logs guest 2>&1 | sed -E 's/\(PID [0-9]+\)/(PID N)/; s/after ([0-9]+\.[0-9]{2}s|([0-9]+[dhm])+[0-9]+s)/after T/'
}

# More than there may be, all at once.
eat_memory=(dd if=/dev/zero of=/dev/null bs=100M count=1)

@test "a command that needs more memory than there may be is said to have run out of it" {
  start --memory 16m --memory-swap 16m busybox-image "${eat_memory[@]}"
  expect_end 137
  report
  [ "$(report)" = "[dumb-init] dd (PID N) was ended by SIGKILL after T; memory ran out: the limit is 16 MiB; OOM kills so far: 1" ]
}

@test "a worker that needs more memory is counted, and the command is not blamed" {
  start --memory 16m --memory-swap 16m busybox-image \
    sh -c "${eat_memory[*]}; kill -SEGV \$\$"
  expect_end 139
  report
  report | grep -qx '\[dumb-init\] sh (PID N) was ended by SIGSEGV after T; OOM kills so far: 1'
}

@test "podman stop that has to kill is told of before it does" {
  start --env DUMB_INIT_KILL_AFTER=1s busybox-image \
    sh -c 'trap "" TERM; echo ready; while :; do sleep 1; done'
  expect_line ready
  podman stop --time 30 guest >/dev/null
  expect_end 137
  report
  report | grep -qx '\[dumb-init\] sh (PID N) was ended by SIGKILL after T, sent by us when its time to end was over; last stop request: SIGTERM from outside the container'
}

@test "the report is in the file that Kubernetes reads, though the root is read-only" {
  : >"$BATS_TEST_TMPDIR/log"
  expect_status 3 --read-only --volume "$BATS_TEST_TMPDIR/log:/dev/termination-log" \
    --env DUMB_INIT_REPORT=/dev/termination-log busybox-image sh -c 'exit 3'
  [ "$output" = "" ]
  grep -qxE 'sh \(PID [0-9]+\) exited with status 3 after [0-9.]+s' "$BATS_TEST_TMPDIR/log"
}

@test "a file that cannot be written is a message, and the status stays" {
  expect_status 3 --read-only --env DUMB_INIT_REPORT=/report busybox-image sh -c 'exit 3'
  [ "$output" = "[dumb-init] cannot write the report to /report: Read-only file system" ]
}

@test "as podman's init it says how the command ended where that is asked for" {
  start "${podman_init[@]}" busybox-image sh -c 'kill -KILL $$'
  expect_end 137
  [ "$(report)" = "" ]
  remove_containers
  start "${podman_init[@]}" --env DUMB_INIT_QUIET=0 busybox-image sh -c 'kill -KILL $$'
  expect_end 137
  report
  [ "$(report)" = "[catatonit] sh (PID N) was ended by SIGKILL after T" ]
}

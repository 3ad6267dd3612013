# What the init says when the command has ended, and what docker shows of it.
setup() {
  load engine
}

teardown() {
  remove_containers
}

# The guest's log, with N for the PID and T for the time.
report() {
  docker logs guest 2>&1 | sed -E 's/\(PID [0-9]+\)/(PID N)/; s/after ([0-9]+\.[0-9]{2}s|([0-9]+[dhm])+[0-9]+s)/after T/'
}

@test "a command that needs more memory than there may be is said to have run out of it" {
  start --init --env DUMB_INIT_QUIET=0 --memory 16m --memory-swap 16m \
    busybox-image dd if=/dev/zero of=/dev/null bs=100M count=1
  expect_end 137
  report
  report | grep -qxF '[tini] dd (PID N) was ended by SIGKILL after T; memory ran out: the limit is 16 MiB; OOM kills so far: 1'
}

@test "docker stop that would have to kill everything is told of before it does" {
  start --init --env DUMB_INIT_QUIET=0 --env DUMB_INIT_KILL_AFTER=1s busybox-image \
    sh -c 'trap "" TERM; echo ready; while :; do sleep 1; done'
  expect_line ready
  docker stop --time 30 guest >/dev/null
  expect_end 137
  report
  report | grep -q 'was ended by SIGKILL after T, sent by us when its time to end was over; last stop request: SIGTERM from outside the container'
}

@test "the report is an object in a file that is mounted" {
  : >"$BATS_TEST_TMPDIR/log"
  expect_status 3 --init --read-only --volume "$BATS_TEST_TMPDIR/log:/dev/termination-log" \
    --env DUMB_INIT_REPORT=/dev/termination-log --env DUMB_INIT_REPORT_FORMAT=json \
    busybox-image sh -c 'exit 3'
  cat "$BATS_TEST_TMPDIR/log"
  grep -q '^{"schema":1,"command":"sh","pid":[0-9]*,"status":3,"exit_status":3,"lifetime_ms":[0-9]*,' \
    "$BATS_TEST_TMPDIR/log"
}

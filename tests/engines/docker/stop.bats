# `docker stop`: TERM, and KILL when its time is up.
setup() {
  load engine
}

teardown() {
  remove_containers
}

@test "a Node server without a signal handler is stopped by TERM" {
  start --init node-image node server.js
  expect_line ready
  # The time for KILL never comes: docker returns because the server ended.
  docker stop -t 100000 guest
  expect_end 143
}

@test "the same server without the init takes no notice of TERM and is killed" {
  start node-image node server.js
  expect_line ready
  docker stop -t 1 guest
  expect_end 137
}

@test "a Node server is stopped by TERM with no right but to run" {
  start --init --read-only --cap-drop ALL --user 1000:1000 --security-opt no-new-privileges \
    node-image node server.js
  expect_line ready
  docker stop -t 100000 guest
  expect_end 143
}

@test "a command that handles TERM ends with its own status" {
  start --init busybox-image sh -c 'trap "exit 3" TERM; echo ready; sleep 100000 & wait'
  expect_line ready
  docker stop -t 100000 guest
  expect_end 3
}

@test "the signal that a container names for stopping reaches the command" {
  start --init --stop-signal USR1 busybox-image signal_echo -e 10
  expect_line ready
  docker stop -t 100000 guest
  expect_end 0
}

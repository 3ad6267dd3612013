# `podman stop`: TERM, and KILL when its time is up.
# shellcheck disable=SC2154  # without_init and without_rights come from engine.bash
setup() {
  load engine
}

teardown() {
  remove_containers
}

@test "a Node server without a signal handler is stopped by TERM" {
  start node-image
  expect_line ready
  # The time for KILL never comes: podman returns because the server ended.
  podman stop --time 100000 guest
  expect_end 143
}

@test "the same server without the init takes no notice of TERM and is killed" {
  start "${without_init[@]}" node-image node server.js
  expect_line ready
  podman stop --time 1 guest
  expect_end 137
}

@test "a Node server is stopped by TERM with no right but to run" {
  start "${without_rights[@]}" node-image
  expect_line ready
  podman stop --time 100000 guest
  expect_end 143
}

@test "a command that handles TERM ends with its own status" {
  start busybox-image sh -c 'trap "exit 3" TERM; echo ready; sleep 100000 & wait'
  expect_line ready
  podman stop --time 100000 guest
  expect_end 3
}

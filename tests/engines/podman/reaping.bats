# Processes whose parent has died become children of PID 1, which has to reap them.
# shellcheck disable=SC2154  # without_init comes from engine.bash
setup() {
  load engine
}

teardown() {
  remove_containers
}

@test "what Node programs leave behind is reaped" {
  start node-image node zombies.js
  expect_line ready
  eventually zombies_are 0
}

@test "without the init the same program's children pile up as zombies" {
  start "${without_init[@]}" node-image node zombies.js
  expect_line ready
  zombies_are 5
}

@test "what a process of podman exec leaves behind is reaped" {
  start node-image
  expect_line ready
  leave_orphan
  podman exec guest kill -KILL "$orphan"
  eventually gone "$orphan"
}

@test "without the init what a process of podman exec leaves behind stays a zombie" {
  start "${without_init[@]}" node-image node server.js
  expect_line ready
  leave_orphan
  podman exec guest kill -KILL "$orphan"
  eventually is_zombie "$orphan"
}

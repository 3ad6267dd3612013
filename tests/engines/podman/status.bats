# What `podman run` ends with.
setup() {
  load engine
}

teardown() {
  remove_containers
}

@test "a command that succeeds gives status 0" {
  expect_status 0 busybox-image true
}

@test "a command's own status is passed on" {
  expect_status 7 busybox-image sh -c 'exit 7'
}

@test "a command ended by TERM gives 143" {
  expect_status 143 busybox-image sh -c 'kill -TERM $$'
}

@test "a missing command gives 127 and says so" {
  expect_status 127 busybox-image no-such-command
  [ "$output" = "[dumb-init] no-such-command: No such file or directory" ]
}

@test "a file that is not executable gives 126 and says so" {
  expect_status 126 busybox-image /srv/notes.txt
  [ "$output" = "[dumb-init] /srv/notes.txt: Permission denied" ]
}

@test "a container that may have one process only gives 125 and says why" {
  # What starts the container needs threads itself, and where it gets none there is no init to say so.
  for _ in {1..10}; do
    run podman run --rm --pids-limit 1 scratch-image
    [[ $output != *clone:* ]] || break
  done
  [ "$status" = 125 ]
  [ "$output" = "[dumb-init] /usr/bin/signal_echo: clone: Resource temporarily unavailable" ]
}

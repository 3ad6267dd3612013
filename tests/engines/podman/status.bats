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

@test "a command for which there is no process left gives 125 and says why" {
  expect_status 125 --user 54341 busybox-image sh -c 'ulimit -u 1; exec /usr/bin/dumb-init true'
  [ "$output" = "[dumb-init] true: clone: Resource temporarily unavailable" ]
}

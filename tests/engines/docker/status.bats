# What `docker run --init` ends with.
setup() {
  load engine
}

teardown() {
  remove_containers
}

@test "a command that succeeds gives status 0" {
  expect_status 0 --init busybox-image true
}

@test "a command's own status is passed on" {
  expect_status 7 --init busybox-image sh -c 'exit 7'
}

@test "a command ended by TERM gives 143" {
  expect_status 143 --init busybox-image sh -c 'kill -TERM $$'
}

@test "a missing command gives 127 and says so" {
  expect_status 127 --init busybox-image no-such-command
  [ "$output" = "[tini] no-such-command: No such file or directory" ]
}

@test "a file that is not executable gives 126 and says so" {
  expect_status 126 --init busybox-image /srv/notes.txt
  [ "$output" = "[tini] /srv/notes.txt: Permission denied" ]
}

@test "a command for which there is no process left gives 125 and says why" {
  expect_status 125 --init --user 54341 busybox-image sh -c 'ulimit -u 1; exec /sbin/docker-init -s true'
  [ "$output" = "[tini] true: clone: Resource temporarily unavailable" ]
}

@test "a command that needs more memory than there may be gives 137, and docker knows why" {
  start --init --memory 16m --memory-swap 16m \
    busybox-image dd if=/dev/zero of=/dev/null bs=100M count=1
  expect_end 137
  expect_state '{{.State.OOMKilled}}' true
}

@test "a failing command is restarted as often as the policy says" {
  start --init --restart on-failure:2 busybox-image sh -c 'echo run; exit 5'
  expect_restarts_and_end 2 5
  [ "$(docker logs guest)" = $'run\nrun\nrun' ]
}

@test "a command that succeeds is not restarted again" {
  start --init --restart on-failure:9 busybox-image sh -c '[ -e failed ] || { touch failed; exit 5; }'
  expect_restarts_and_end 1 0
}

expect_restarts_and_end() {
  expect_state '{{.State.Status}} {{.RestartCount}} {{.State.ExitCode}}' "exited $1 $2"
}

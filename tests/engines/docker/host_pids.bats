# A container without a PID namespace of its own, where its first process is not PID 1 and orphans are
# not its to reap. Docker leaves its init out there, whatever the options say; one in the image runs.
setup() {
  load engine
}

teardown() {
  remove_containers
}

# The command's parent is docker's shim.
@test "docker runs the command without its init" {
  # shellcheck disable=SC2016
  expect_status 7 --pid host --init busybox-image sh -c 'tr "\0" " " </proc/$PPID/cmdline; exit 7'
  [[ $output == *containerd-shim* ]]
}

@test "an init in the image runs the command and says what it cannot do" {
  expect_status 7 --pid host busybox-image tini sh -c 'exit 7'
  [[ $output == *"zombie reaping won't work"* ]]
}

@test "an init in the image forwards signals" {
  start --pid host busybox-image tini signal_echo -e 15
  expect_line ready
  docker kill --signal USR1 guest
  expect_line 10
  docker stop -t 100000 guest
  expect_end 0
}

@test "an init in the image that is told to be subreaper says nothing, and reaps" {
  local lines
  # shellcheck disable=SC2016
  start --pid host busybox-image tini -s sh -c '
    echo $PPID
    sh -c "sleep 100000 >/dev/null & echo \$!"
    echo ready; exec sleep 100000'
  expect_line ready
  mapfile -t lines < <(docker logs guest 2>&1)
  [ ${#lines[@]} -eq 3 ]
  docker exec guest grep -qx "PPid:.${lines[0]}" "/proc/${lines[1]}/status"
  docker exec guest kill -KILL "${lines[1]}"
  eventually gone "${lines[1]}"
}

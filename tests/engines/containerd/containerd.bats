# containerd without a larger engine on top of it. ctr is the client that it comes with.
# shellcheck disable=SC2154  # leave_orphan and names come from engine.bash
setup() {
  load engine
}

teardown() {
  remove_containers
}

expect_signals_forwarded() {
  ctr task kill --signal SIGUSR1 guest
  expect_line 10
  ctr task kill --signal SIGHUP guest
  expect_line 1
  ctr task kill --signal SIGRTMIN+3 guest
  expect_line 37
  ctr task kill guest
  expect_end 0
  expect_line 15
}

is_running() {
  ctr task ls | grep -q "^$1 .* RUNNING"
}

# The number of a container's first process, as containerd knows it.
pid_of() {
  ctr task ls | awk -v container="$1" '$1 == container { print $2 }'
}

@test "as the entry point of an image it forwards the signals of ctr task kill" {
  start image guest
  expect_line ready
  expect_signals_forwarded
}

@test "on a read-only root, under the seccomp filter of containerd, it forwards signals" {
  start --read-only --seccomp image guest
  expect_line ready
  attach grep -qx 'Seccomp:.2' /proc/1/status
  expect_signals_forwarded
}

@test "a command's own status is passed on" {
  local name
  for name in "${names[@]}"; do
    expect_status 7 image guest "/usr/bin/$name" -- sh -c 'exit 7'
  done
}

@test "TERM ends a command without a handler, and the status is 143" {
  local name
  for name in "${names[@]}"; do
    start image guest "/usr/bin/$name" -- sh -c 'echo ready; exec sleep 100000'
    expect_line ready
    ctr task kill --signal SIGTERM guest
    expect_end 143
  done
}

@test "what a process of ctr task exec leaves behind is reaped" {
  local name
  for name in "${names[@]}"; do
    start image guest "/usr/bin/$name" -- signal_echo -e 15
    expect_line ready
    attach sh -c "$leave_orphan"
    ctr task kill guest
    expect_end 0
  done
}

# A pod: the containers share the PID namespace that the first of them came with.
@test "as the pause process of a pod it reaps what another container leaves behind" {
  start image pause /usr/bin/catatonit -P
  eventually is_running pause
  expect_status 0 --with-ns "pid:/proc/$(pid_of pause)/ns/pid" image guest sh -c "$leave_orphan"
  ctr task kill pause
  expect_end 0
}

# LXC. Its own status says nothing: what happened is what the container's console was told.
# shellcheck disable=SC2154  # contained, names and leave_orphan come from engine.bash
setup() {
  load engine
  lxc=(--lxcpath "$ENGINE/lxc" --name guest)
  settings=()
}

teardown() {
  end_sandbox
}

# Starts a container: start_guest INIT [ARGUMENT...]. lxc-stop sends PWR, or RTMIN+3 where PID 1 is seen
# to block that, which it takes for systemd's mark: the configuration leaves it no choice.
start_guest() {
  cat >"$BATS_TEST_TMPDIR/conf" <<END
lxc.rootfs.path = dir:$ENGINE/root
lxc.net.0.type = empty
lxc.mount.auto = proc:mixed sys:ro
lxc.cgroup.relative = 1
lxc.signal.halt = SIGPWR
END
  mkdir -p "$ENGINE/lxc/guest"
  start "${contained[@]}" lxc-start "${lxc[@]}" --rcfile "$BATS_TEST_TMPDIR/conf" "${settings[@]}" \
    --foreground --console-log "$BATS_TEST_TMPDIR/log" -- "$@"
}

# Told to, lxc-stop waits for the end and does not kill.
stop_guest() {
  timeout "$DEADLINE" "${contained[@]}" lxc-stop "${lxc[@]}" --nokill 3>&-
  expect_end 0
}

# Runs a command in the container, next to the one of the init.
attach() {
  timeout "$DEADLINE" "${contained[@]}" lxc-attach "${lxc[@]}" -- "$@" </dev/null 3>&-
}

@test "the signal of lxc-stop reaches the command" {
  start_guest /usr/bin/dumb-init -- signal_echo -e 30
  expect_line ready
  stop_guest
  expect_line 30
}

@test "with a rewrite in its environment lxc-stop ends a command that knows TERM only" {
  local name
  settings=(--define lxc.environment=DUMB_INIT_REWRITE=PWR:TERM)
  for name in "${names[@]}"; do
    start_guest "/usr/bin/$name" -- sh -c 'trap "echo stopped; exit" TERM; echo ready; sleep 100000 & wait'
    expect_line ready
    stop_guest
    expect_line stopped
  done
}

@test "what a process of lxc-attach leaves behind is reaped" {
  local name
  for name in "${names[@]}"; do
    start_guest "/usr/bin/$name" -- signal_echo -e 30
    expect_line ready
    attach sh -c "$leave_orphan"
    stop_guest
    expect_line 30
  done
}

# bubblewrap with the init as PID 1, run by root and by a user without any right.
# shellcheck disable=SC2154  # names, sandbox and leave_orphan come from engine.bash
setup() {
  load engine
  local root=(--as-pid-1 --die-with-parent --ro-bind "$ENGINE/root" / --proc /proc --dev /dev)
  as_root=(bwrap --unshare-pid "${root[@]}")
  as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups bwrap --unshare-all "${root[@]}")
}

teardown() {
  end_sandbox
}

# PID 1 of the sandbox by the number it has outside.
pid_1() {
  pgrep --parent "$running"
}

expect_term_forwarded() {
  start "$@" /usr/bin/dumb-init -- signal_echo -e 15
  expect_line ready
  kill -TERM "$(pid_1)"
  expect_end 0
  expect_line 15
}

@test "under bubblewrap the name of the file says whose work it does" {
  expect_status 0 "${as_root[@]}" /usr/bin/dumb-init --version
  [[ $output == "dumb-init v"* ]]
  expect_status 0 "${as_root[@]}" /usr/bin/tini --version
  [[ $output == "tini version 0.19.0 (dumb-init "* ]]
  expect_status 0 "${as_root[@]}" /usr/bin/catatonit --version
  [[ $output == "tini version 0.2.1_catatonit (dumb-init "* ]]
}

@test "under bubblewrap a command's own status is passed on" {
  local name
  for name in "${names[@]}"; do
    expect_status 7 "${as_root[@]}" "/usr/bin/$name" -- sh -c 'exit 7'
    expect_status 7 "${as_nobody[@]}" "/usr/bin/$name" -- sh -c 'exit 7'
  done
}

@test "under bubblewrap TERM to PID 1 reaches the command" {
  expect_term_forwarded "${as_root[@]}"
}

@test "under bubblewrap TERM to PID 1 reaches the command of another user" {
  expect_term_forwarded "${as_nobody[@]}"
}

@test "under bubblewrap TERM ends a command without a handler, and the status is 143" {
  local name
  for name in "${names[@]}"; do
    start "${as_root[@]}" "/usr/bin/$name" -- sh -c 'echo ready; exec sleep 100000'
    expect_line ready
    kill -TERM "$(pid_1)"
    expect_end 143
  done
}

@test "under bubblewrap an orphan is reaped" {
  local name
  for name in "${names[@]}"; do
    expect_status 0 "${as_root[@]}" "/usr/bin/$name" -- sh -c "$leave_orphan"
    expect_status 0 "${as_nobody[@]}" "/usr/bin/$name" -- sh -c "$leave_orphan"
  done
}

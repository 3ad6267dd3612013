# systemd-nspawn. TERM to nspawn itself is how systemd stops a machine.
# shellcheck disable=SC2154  # contained, names, sandbox and leave_orphan come from engine.bash
setup() {
  load engine
  nspawn=("${contained[@]}" systemd-nspawn --quiet --pipe --register=no --keep-unit
    --directory "$ENGINE/root")
}

teardown() {
  end_sandbox
}

@test "under nspawn a command's own status is passed on" {
  local name
  for name in "${names[@]}"; do
    expect_status 7 "${nspawn[@]}" "/usr/bin/$name" -- sh -c 'exit 7'
  done
}

@test "under nspawn TERM ends a command without a handler, and the status is 143" {
  local name
  for name in "${names[@]}"; do
    start "${nspawn[@]}" --kill-signal SIGTERM "/usr/bin/$name" -- sh -c 'echo ready; exec sleep 100000'
    expect_line ready
    kill -TERM "$running"
    expect_end 143
  done
}

@test "booted by nspawn as a system it forwards the signal that tells a system to stop" {
  start "${nspawn[@]}" --boot signal_echo -e 37
  expect_line ready
  kill -TERM "$running"
  expect_end 0
  expect_line 37
}

@test "under nspawn an orphan is reaped" {
  local name
  for name in "${names[@]}"; do
    expect_status 0 "${nspawn[@]}" "/usr/bin/$name" -- sh -c "$leave_orphan"
  done
}

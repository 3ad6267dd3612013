# Signals from docker reach the command.
setup() {
  load engine
}

teardown() {
  remove_containers
}

# The last number makes signal_echo end itself with status 0.
start_signal_echo() {
  start --init "$@" busybox-image signal_echo -e 15
  expect_line ready
}

expect_signals_forwarded() {
  docker kill --signal USR1 guest
  expect_line 10
  docker kill --signal HUP guest
  expect_line 1
  docker kill --signal RTMIN+3 guest
  expect_line 37
  docker kill --signal TERM guest
  expect_end 0
}

@test "docker kill reaches the command, whatever the signal" {
  start_signal_echo
  expect_signals_forwarded
}

@test "signals are forwarded in a container with no right but to run" {
  start_signal_echo --read-only --cap-drop ALL --user 1000:1000 --security-opt no-new-privileges
  expect_signals_forwarded
}

@test "a paused container forwards signals again once it goes on" {
  start_signal_echo
  docker pause guest
  [ "$(state '{{.State.Status}}')" = paused ]
  docker unpause guest
  expect_signals_forwarded
}

@test "a variable rewrites a signal for an image that knows nothing of the init" {
  start --init --env DUMB_INIT_REWRITE=TERM:QUIT busybox-image signal_echo -e 3
  expect_line ready
  docker kill --signal TERM guest
  expect_line 3
  expect_end 0
}

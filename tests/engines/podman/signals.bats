# Signals from the engine reach the command.
# shellcheck disable=SC2154  # without_init comes from engine.bash
setup() {
  load engine
}

teardown() {
  remove_containers
}

# The last number makes signal_echo end itself with status 0.
start_signal_echo() {
  start "$@" scratch-image /usr/bin/signal_echo -e 15
  expect_line ready
}

expect_signals_forwarded() {
  podman kill --signal USR1 guest
  expect_line 10
  podman kill --signal HUP guest
  expect_line 1
  podman kill --signal RTMIN+3 guest
  expect_line 37
  podman kill --signal TERM guest
  expect_end 0
}

@test "podman kill reaches the command, whatever the signal" {
  start_signal_echo
  expect_signals_forwarded
}

@test "signals are forwarded in a container with no right but to run" {
  start_signal_echo --read-only --cap-drop all --user 1000:1000 --security-opt no-new-privileges
  expect_signals_forwarded
}

@test "a paused container forwards signals again once it goes on" {
  start_signal_echo
  podman pause guest
  [ "$(podman inspect --format '{{.State.Status}}' guest)" = paused ]
  podman unpause guest
  expect_signals_forwarded
}

@test "TERM in a paused container is waiting when it goes on" {
  start_signal_echo
  podman pause guest
  podman kill --signal TERM guest
  podman unpause guest
  expect_end 0
}

@test "as podman's own init it starts, forwards and ends with the command's status" {
  start "${without_init[@]}" --init --init-path "$INIT" busybox-image signal_echo -e 15
  expect_line ready
  [ "$(podman exec guest sh -c 'tr "\0" " " </proc/1/cmdline')" = "/run/podman-init -- signal_echo -e 15 " ]
  expect_signals_forwarded
  expect_status 7 "${without_init[@]}" --init --init-path "$INIT" busybox-image sh -c 'exit 7'
}

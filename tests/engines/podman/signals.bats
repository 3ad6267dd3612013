# Signals from the engine reach the command.
# shellcheck disable=SC2154  # without_rights comes from engine.bash
setup() {
  load engine
}

teardown() {
  remove_containers
}

@test "podman kill reaches the command, whatever the signal" {
  start_signal_echo
  expect_signals_forwarded
}

@test "signals are forwarded in a container with no right but to run" {
  start_signal_echo "${without_rights[@]}"
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

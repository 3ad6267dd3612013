# examples/scratch: no shell, no libc, and the doctor all the same.
# shellcheck disable=SC2154  # output comes from bats
setup_file() {
  load engine
  # The compiler is this machine's.
  build scratch tiny --volume /usr:/usr:ro
}

setup() {
  load engine
}

teardown() {
  remove_containers
}

@test "scratch: the image has two files, and no shell" {
  podman create --name guest tiny >/dev/null
  run -0 sh -c 'podman export guest | tar -t | grep -vE "^(dev|etc|proc|run|sys)/" | sort'
  [ "$output" = "$(printf '%s\n' dumb-init server)" ]
}

@test "scratch: the doctor finds nothing, and a stop ends the server with 143" {
  start tiny
  expect_line "server: ready"
  run -0 podman exec guest /dumb-init --doctor
  [[ $output == "no findings"*"command           server"* ]]
  podman stop --time 100000 guest
  expect_end 143
}

@test "scratch: without the init the doctor says that TERM does nothing" {
  start --entrypoint '["/server"]' tiny
  expect_line "server: ready"
  run -1 podman exec guest /dumb-init --doctor
  [[ $output == "server (PID 1) has no handler for TERM"* ]]
}

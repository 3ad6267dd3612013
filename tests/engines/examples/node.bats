# examples/node: a server that finishes its answers, npm in front of it, and orphans.
# shellcheck disable=SC2154  # client, engine and without_init come from engine.bash, output from bats
setup_file() {
  load engine
  build node node-app
}

setup() {
  load engine
}

teardown() {
  remove_containers
}

start_server() {
  start "$@"
  expect_line "server: ready"
}

@test "node: a stop lets the server finish its answer, and the status is 0" {
  start_server --env ANSWER_MS=1000 node-app
  request 8080
  podman kill --signal TERM guest
  expect_line "server: told to stop"
  expect_whole_answer
  expect_end 0
  has_line "server: all is answered"
}

@test "node: behind npm the server is killed in the middle of its answer" {
  start_server --env ANSWER_MS=100000000 node-app npm start
  request 8080
  podman kill --signal TERM guest
  expect_end 143
  expect_answer_cut_off
  run -1 has_line "server: all is answered"
}

@test "node: behind npm a grace lets the server finish its answer" {
  start_server --env ANSWER_MS=1000 --env DUMB_INIT_GRACE=8s node-app npm start
  request 8080
  podman kill --signal TERM guest
  expect_line "server: told to stop"
  expect_whole_answer
  expect_end 143
  has_line "server: all is answered"
}

@test "node: under the init orphans are reaped" {
  start node-app node zombies.js
  eventually healthy
}

healthy() {
  [ "$(podman logs guest | grep -cx 'job: started')" -eq 5 ] &&
    podman exec guest /usr/bin/dumb-init --doctor
}

@test "node: without the init the doctor names five zombies" {
  start "${without_init[@]}" node-app node zombies.js
  eventually is_found 'zombies +5$'
  run -1 podman exec guest /usr/bin/dumb-init --doctor
  [ "$(grep -cE '^(sleep|sh) \(PID [0-9]+\) is a zombie, not waited for by node \(PID 1\)$' <<<"$output")" -eq 5 ]
}

# --doctor by `docker exec`: what it finds in containers as people run them, and in healthy ones.
# shellcheck disable=SC2016,SC2034,SC2154  # containers expand what is quoted; engine is for doctor.bash, output comes from bats
setup() {
  load engine
  load ../doctor
  engine=docker
}

teardown() {
  remove_containers
}

@test "the doctor finds nothing in a healthy container" {
  start --init node-image node server.js
  expect_line ready
  doctor 0
  [[ $output == "no findings"* ]]
  [[ $output == *"pid_1             docker-init"*"command           node"* ]]
}

@test "the doctor finds nothing as a different user" {
  start --init node-image node server.js
  expect_line ready
  doctor 0 --user 1000:1000
  [[ $output == "no findings"* ]]
}

@test "the doctor finds nothing with no right but to run" {
  start --init --read-only --cap-drop all --user 1000:1000 --security-opt no-new-privileges \
    node-image node server.js
  expect_line ready
  doctor 0
}

@test "the doctor finds that TERM does not end Node as PID 1" {
  start node-image node server.js
  expect_line ready
  doctor 1
  [[ $output == "node (PID 1) does not end on TERM as PID 1"*"Put an init in front"* ]]
}

@test "the doctor finds that TERM does nothing to a PID 1 without a handler" {
  start busybox-image sleep 100000
  eventually is_found '^sleep'
  doctor 1
  [[ $output == "sleep (PID 1) has no handler for TERM"* ]]
}

@test "the doctor names each zombie and the parent that never waits" {
  # The name of a job that has ended stays with whoever took the place of its shell.
  start --init busybox-image sh -c 'true & true & exec sleep 100000'
  eventually is_found 'zombies +2$'
  doctor 1
  [ "$(grep -cE '^(true|sh) \(PID [0-9]+\) is a zombie, not waited for by sleep \(PID [0-9]+\)$' <<<"$output")" -eq 2 ]
}

@test "the doctor finds the shell between the init and the application" {
  start --init node-image sh -c 'node server.js; true'
  expect_line ready
  doctor 1
  [[ $output == "node (PID "*") is behind a shell that passes no TERM on: sh (PID "* ]]
}

@test "the doctor finds no fault with a shell that passes TERM on" {
  start --init node-image sh -c 'trap "kill \$node" TERM; node server.js & node=$!; wait'
  expect_line ready
  doctor 0
}

@test "the doctor finds a daemon that hears of no stop" {
  start --init busybox-image sh -c '(setsid sleep 100000 &); exec signal_echo'
  expect_line ready
  eventually is_found '^sleep \(PID [0-9]+\) hears no TERM'
  remove_containers
  start --init --env DUMB_INIT_GRACE=10s busybox-image sh -c '(setsid sleep 100000 &); exec signal_echo'
  expect_line ready
  doctor 0
}

@test "the doctor finds that the limit of processes is near" {
  start --init --pids-limit 200 busybox-image sh -c 'for job in $(seq 184); do sleep 100000 & done; exec signal_echo'
  expect_line ready
  doctor 1
  [[ $output == "Processes and threads: "*" of 200"* ]]
  [[ $output == *"pids_limit        200"* ]]
}

@test "the doctor finds that memory ran out" {
  start --init --memory 64m --memory-swap 64m node-image \
    sh -c 'node -e "const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1))"; exec node server.js'
  expect_line ready
  doctor 1
  [[ $output == "Processes killed because memory ran out: "* ]]
  [[ $output == *"memory_limit_MiB  64"* ]]
}

@test "the doctor cannot look without /proc" {
  start --init --cap-add SYS_ADMIN --security-opt apparmor=unconfined busybox-image signal_echo
  expect_line ready
  run -2 docker exec guest sh -c 'mount -t tmpfs none /proc; exec /usr/bin/dumb-init --doctor'
  [[ $output == *"[dumb-init] --doctor: /proc is not that of this PID namespace"* ]]
}

@test "the doctor's JSON is as its schema says" {
  start node-image sh -c 'node server.js; true'
  expect_line ready
  docker exec guest /usr/bin/dumb-init --doctor --report-format json >"$BATS_TEST_TMPDIR/json" || [ $? -eq 1 ]
  /usr/bin/python3 "$SOURCES/tests/tools/check_schema.py" "$SOURCES/docs/doctor.schema.json" "$BATS_TEST_TMPDIR/json"
}

# `docker stop` where somebody needs a moment to end, for images that know nothing of the init: it is told
# by variables. The time for docker's own KILL never comes here.
# shellcheck disable=SC2154  # like_java, services and shared come from orderly_stop.bash
setup() {
  load engine
  load ../orderly_stop
  add_services
}

teardown() {
  remove_containers
}

# Stops the guest with docker in the background, since docker waits for its end.
stop_guest() {
  docker stop -t 100000 guest >/dev/null 2>&1 &
}

# A guest whose script has three services beside it, one of them in a session of its own, and one more
# that docker brings in: start_services OPTIONS-OF-DOCKER-RUN
start_services() {
  start --init --volume "$shared:/shared" "$@" busybox-image sh /shared/script
  docker exec --detach guest sh -c 'exec sh /shared/service brought-in >/proc/1/fd/1'
  local name
  for name in script "${services[@]}"; do
    expect_line "$name: ready"
  done
}

# A guest that takes no notice of TERM: start_deaf OPTIONS-OF-DOCKER-RUN
start_deaf() {
  start --init "$@" busybox-image sh -c 'trap "" TERM; echo ready; while :; do sleep 100000; done'
  expect_line ready
}

@test "with a grace docker stop waits for what every service writes, and the status is the script's" {
  start_services --env DUMB_INIT_GRACE=24h
  stop_guest
  expect_line "script: ends"
  local name
  for name in "${services[@]}"; do
    expect_line "$name: told"
  done
  touch "$shared/go"
  expect_end 5
  [ "$(saved)" = "${services[*]}" ]
}

@test "without a grace it is lost, and nobody but the script was told" {
  start_services
  stop_guest
  expect_end 5
  [ "$(saved)" = "" ]
  local name
  for name in "${services[@]}"; do
    run -1 has_line "$name: told"
  done
}

@test "who is left when the grace is over is killed, and the status is still the script's" {
  start_services --env DUMB_INIT_GRACE=200ms --env TINI_VERBOSITY=3
  stop_guest
  expect_end 5
  expect_line "[tini] killing everybody who is left"
  [ "$(saved)" = "" ]
}

@test "with a time to kill after a command that ignores TERM ends with 137" {
  start_deaf --env DUMB_INIT_KILL_AFTER=200ms
  docker stop -t 100000 guest
  expect_end 137
  [ "$(state '{{.State.OOMKilled}}')" = false ]
}

@test "a time to kill after is counted from the signal that the container names for stopping" {
  start_deaf --stop-signal USR1 --env DUMB_INIT_REWRITE=USR1:TERM --env DUMB_INIT_KILL_AFTER=USR1:200ms
  docker stop -t 100000 guest
  expect_end 137
}

@test "TERM is held back until it comes again, and other signals are not" {
  start --init --env DUMB_INIT_DELAY=TERM:24h busybox-image signal_echo -e 15
  expect_line ready
  docker kill --signal TERM guest
  docker kill --signal USR1 guest
  expect_line 10
  docker kill --signal HUP guest
  expect_line 1
  [ "$(docker logs guest)" = $'ready\n10\n1' ]
  docker kill --signal TERM guest
  expect_end 0
  [ "$(docker logs guest)" = $'ready\n10\n1\n15' ]
}

@test "a TERM that is held back goes out when its time is over, and signals after it before" {
  start --init --env DUMB_INIT_DELAY=TERM:1s busybox-image signal_echo -e 15
  expect_line ready
  docker exec guest sh -c 'kill -TERM 1; kill -37 1'
  expect_end 0
  [ "$(docker logs guest)" = $'ready\n37\n15' ]
}

@test "with the scope of all a process in a session of its own gets TERM too" {
  start --init --volume "$shared:/shared" --env DUMB_INIT_SCOPE=all busybox-image \
    sh /shared/script-that-waits
  expect_line "in-session: ready"
  expect_line "script: ready"
  stop_guest
  expect_line "in-session: told"
  touch "$shared/go"
  expect_end 6
  [ "$(saved)" = in-session ]
}

@test "143 from a program that answers TERM as Java does becomes 0 where a stop is no failure" {
  start --init --env DUMB_INIT_OK_EXIT=stop busybox-image "${like_java[@]}"
  expect_line ready
  docker stop -t 100000 guest
  expect_end 0
}

@test "143 stays 143 without that, and with it where nobody sent TERM" {
  start --init busybox-image "${like_java[@]}"
  expect_line ready
  docker stop -t 100000 guest
  expect_end 143
  expect_status 143 --init --env DUMB_INIT_OK_EXIT=stop busybox-image sh -c 'exit 143'
}

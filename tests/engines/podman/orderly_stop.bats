# `podman stop` where somebody needs a moment to end: the init waits, holds back, or kills in time. The
# time for podman's own KILL never comes here.
# shellcheck disable=SC2154  # without_init and podman_init come from engine.bash
setup() {
  load engine
  load ../orderly_stop
  add_services
}

teardown() {
  remove_containers
}

# Stops the guest with podman in the background, since podman waits for its end.
stop_guest() {
  podman stop --time 100000 guest >/dev/null 2>&1 &
}

# A guest whose script has three services beside it, one of them in a session of its own, and one more
# that podman brings in: start_services ARGUMENTS-OF-PODMAN-RUN-BEFORE-THE-SCRIPT
start_services() {
  start --volume "$shared:/shared" "$@" sh /shared/script
  podman exec --detach guest sh -c 'exec sh /shared/service brought-in >/proc/1/fd/1'
  local name
  for name in script "${services[@]}"; do
    expect_line "$name: ready"
  done
}

expect_services_waited_for() {
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

# A guest whose script does not end before the service in a session of its own has.
start_script_that_waits() {
  start --volume "$shared:/shared" "$@" sh /shared/script-that-waits
  expect_line "in-session: ready"
  expect_line "script: ready"
}

# The guest is signal_echo, and TERM is held back for longer than any test takes.
expect_held_and_forwarded() {
  podman kill --signal TERM guest
  podman kill --signal USR1 guest
  expect_line 10
  podman kill --signal HUP guest
  expect_line 1
  [ "$(podman logs guest)" = $'ready\n10\n1' ]
  podman kill --signal TERM guest
  expect_end 0
  [ "$(podman logs guest)" = $'ready\n10\n1\n15' ]
}

answers() {
  podman exec guest wget -q -O /dev/null http://127.0.0.1:80/notes.txt
}

@test "with a grace what every service has to write is written, and the status is the script's" {
  start_services "${without_init[@]}" busybox-image dumb-init --grace 24h
  expect_services_waited_for
}

@test "without a grace it is lost" {
  start_services "${without_init[@]}" busybox-image dumb-init
  stop_guest
  expect_end 5
  [ "$(saved)" = "" ]
}

@test "who is left when the grace is over is killed, and the status is still the script's" {
  start_services "${without_init[@]}" busybox-image dumb-init --verbose --grace 200ms
  stop_guest
  expect_end 5
  expect_line "[dumb-init] killing everybody who is left"
  [ "$(saved)" = "" ]
}

@test "a second TERM ends the grace" {
  start_services "${without_init[@]}" busybox-image dumb-init --grace 24h
  stop_guest
  expect_line "brought-in: told"
  podman kill --signal TERM guest
  expect_end 5
  [ "$(saved)" = "" ]
}

@test "with a time to kill after a command that ignores TERM ends with 137" {
  start "${without_init[@]}" busybox-image dumb-init --kill-after 200ms \
    sh -c 'trap "" TERM; echo ready; while :; do sleep 100000; done'
  expect_line ready
  podman stop --time 100000 guest
  expect_end 137
}

@test "a time to kill after is counted from another signal where that is named" {
  start --stop-signal QUIT "${without_init[@]}" busybox-image dumb-init --kill-after QUIT:200ms \
    sh -c 'trap "" QUIT; echo ready; while :; do sleep 100000; done'
  expect_line ready
  podman stop --time 100000 guest
  expect_end 137
}

@test "a TERM that is held back goes out when its time is over, and signals after it before" {
  start "${without_init[@]}" busybox-image dumb-init --delay TERM:1s signal_echo -e 15
  expect_line ready
  # Both are there when the init goes on, and it takes TERM first.
  podman pause guest
  podman kill --signal TERM guest
  podman kill --signal RTMIN+3 guest
  podman unpause guest
  expect_end 0
  [ "$(podman logs guest)" = $'ready\n37\n15' ]
}

@test "other signals are not held up by a TERM that is, and a second TERM goes out at once" {
  start "${without_init[@]}" busybox-image dumb-init --delay TERM:24h signal_echo -e 15
  expect_line ready
  expect_held_and_forwarded
}

@test "while TERM is held back a web server goes on, and a second TERM ends it" {
  start "${without_init[@]}" busybox-image dumb-init --delay TERM:24h httpd -f -p 127.0.0.1:80 -h /srv
  eventually answers
  podman kill --signal TERM guest
  answers
  podman kill --signal TERM guest
  expect_end 143
}

@test "with the scope of all a process in a session of its own gets signals too" {
  start_script_that_waits "${without_init[@]}" busybox-image dumb-init --scope all
  stop_guest
  expect_line "in-session: told"
  touch "$shared/go"
  expect_end 6
  [ "$(saved)" = in-session ]
}

@test "without it the same process gets none until somebody sends it one" {
  start_script_that_waits "${without_init[@]}" busybox-image dumb-init
  podman kill --signal TERM guest
  expect_line "script: waits"
  run -1 has_line "in-session: told"
  # shellcheck disable=SC2016
  podman exec guest sh -c 'kill -TERM "$(cat /shared/in-session.pid)"'
  expect_line "in-session: told"
  touch "$shared/go"
  expect_end 6
}

@test "143 from a program that answers TERM as Java does becomes 0 where a stop is no failure" {
  start "${without_init[@]}" busybox-image dumb-init --ok-exit stop "${like_java[@]}"
  expect_line ready
  podman stop --time 100000 guest
  expect_end 0
}

@test "143 stays 143 without that, and with it where nobody sent TERM" {
  start "${without_init[@]}" busybox-image dumb-init "${like_java[@]}"
  expect_line ready
  podman stop --time 100000 guest
  expect_end 143
  expect_status 143 "${without_init[@]}" busybox-image dumb-init --ok-exit stop sh -c 'exit 143'
}

@test "as podman's init it waits for every service where the variable says so" {
  start_services "${podman_init[@]}" --env DUMB_INIT_GRACE=24h busybox-image
  expect_services_waited_for
}

@test "as podman's init it ends a command that ignores TERM where the variable says when" {
  start "${podman_init[@]}" --env DUMB_INIT_KILL_AFTER=200ms busybox-image \
    sh -c 'trap "" TERM; echo ready; while :; do sleep 100000; done'
  expect_line ready
  podman stop --time 100000 guest
  expect_end 137
}

@test "as podman's init it holds TERM back where the variable says so" {
  start_signal_echo "${podman_init[@]}" --env DUMB_INIT_DELAY=TERM:24h
  expect_held_and_forwarded
}

@test "as podman's init it reaches a session of its own where the variable says so" {
  start_script_that_waits "${podman_init[@]}" --env DUMB_INIT_SCOPE=all busybox-image
  stop_guest
  expect_line "in-session: told"
  touch "$shared/go"
  expect_end 6
}

@test "as podman's init it takes 143 after TERM for a success where the variable says so" {
  start "${podman_init[@]}" --env DUMB_INIT_OK_EXIT=stop busybox-image "${like_java[@]}"
  expect_line ready
  podman stop --time 100000 guest
  expect_end 0
}

# What docker makes of the init, and where it puts it.
setup() {
  load engine
}

teardown() {
  remove_containers
}

# The line's first two words are tini's: docker reads the version behind them.
version_line() {
  "$ENGINE/bin/docker-init" --version
}

@test "docker version tells the version of the init" {
  local template='{{range .Server.Components}}{{if eq .Name "docker-init"}}{{.Version}}{{end}}{{end}}'
  [[ "$(version_line)" == "tini version 0.19.0 (dumb-init "*")" ]]
  [ "tini version $(docker version --format "$template")" = "$(version_line)" ]
}

@test "docker info takes the init for one that it knows" {
  docker info | grep -qxF " Init Binary: $ENGINE/bin/docker-init"
  [ "$(docker info --format '{{.InitCommit.ID}}')" != N/A ]
  run -1 grep 'failed to .* version' "$ENGINE/log"
}

@test "docker runs the init as PID 1 and the command below it" {
  start --init busybox-image sleep 100000
  eventually sleep_is_below_pid_1
  [ "$(docker exec guest sh -c 'tr "\0" " " </proc/1/cmdline')" = "/sbin/docker-init -- sleep 100000 " ]
}

sleep_is_below_pid_1() {
  # shellcheck disable=SC2016
  docker exec guest sh -c 'grep -qx "PPid:.1" "/proc/$(pidof sleep)/status"'
}

@test "an init in the image may run below docker's" {
  start --init busybox-image tini -s signal_echo -e 15
  expect_line ready
  docker kill --signal USR1 guest
  expect_line 10
  docker stop -t 100000 guest
  expect_end 0
}

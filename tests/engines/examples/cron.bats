# examples/cron: what jobs leave behind is reaped, and told.
# shellcheck disable=SC2154  # without_init comes from engine.bash, output from bats
setup_file() {
  load engine
  build cron scheduler
}

setup() {
  load engine
}

teardown() {
  remove_containers
}

@test "cron: an orphan is reaped and named, between two runs of the job" {
  start --env INTERVAL_SECONDS=1 scheduler
  expect_match '^\[dumb-init\] Reaped zombie process with pid=[0-9]+ \(sleep\) of process group [0-9]+ \(python3\): exit'
  expect_line "job 2: status 0"
  eventually podman exec guest /usr/bin/dumb-init --doctor
  podman kill --signal TERM guest
  expect_end 143
}

@test "cron: without the init there is a zombie for each run" {
  start "${without_init[@]}" --env INTERVAL_SECONDS=0.5 scheduler python3 scheduler.py
  eventually is_found '^sleep \(PID [0-9]+\) is a zombie, not waited for by python3 \(PID 1\)'
  eventually three_zombies
}

three_zombies() {
  [ "$(zombies | wc -l)" -ge 3 ]
}

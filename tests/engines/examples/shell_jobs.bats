# examples/shell-jobs: background jobs get the time they need, although their script does not wait for them.
setup_file() {
  load engine
  build shell-jobs jobs
}

setup() {
  load engine
}

teardown() {
  remove_containers
}

start_jobs() {
  start "$@"
  expect_line "mail: ready"
  expect_line "index: ready"
}

@test "shell jobs: with a grace both save their work, each told once, and the status is 0" {
  start_jobs jobs
  podman stop --time 100000 guest
  expect_end 0
  # Saved in any order, but all of it, and nobody twice.
  run -0 sh -c 'podman logs guest 2>&1 | grep sav | sort'
  echo "$output"
  [ "$output" = "$(printf '%s\n' "index: saved" "index: saving" "mail: saved" "mail: saving")" ]
}

@test "shell jobs: without a grace nobody saves anything" {
  start_jobs --env SAVE_SECONDS=100000 --entrypoint '["/usr/bin/dumb-init", "--"]' jobs sh /app/run.sh
  podman kill --signal TERM guest
  expect_end 143
  run -1 has_match saved
}

@test "shell jobs: who takes too long is killed and named" {
  start_jobs --env SAVE_SECONDS=100000 --env DUMB_INIT_SCOPE=child --env DUMB_INIT_GRACE=1s \
    --entrypoint '["/usr/bin/dumb-init", "--"]' jobs sh /app/run.sh
  podman kill --signal TERM guest
  expect_end 143
  has_match "the grace was over; killed: "
}

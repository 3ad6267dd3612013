# examples/python-gunicorn: the master is told, and lets its workers finish.
setup_file() {
  load engine
  build python-gunicorn gunicorn-app
}

setup() {
  load engine
}

teardown() {
  remove_containers
}

start_workers() {
  start "$@"
  eventually two_workers
}

two_workers() {
  [ "$(podman logs guest 2>&1 | grep -c "Booting worker")" -eq 2 ]
}

@test "gunicorn: told alone it finishes the request, and ends no worker by a signal" {
  start_workers --env ANSWER_SECONDS=1 gunicorn-app
  request 8000
  podman kill --signal TERM guest
  expect_match "Handling signal: term"
  expect_whole_answer
  expect_end 0
  has_match "Shutting down: Master"
  run -1 has_match "was terminated due to signal"
}

@test "gunicorn: told with its workers it finishes the request as well" {
  start_workers --env ANSWER_SECONDS=1 --entrypoint '["/usr/bin/dumb-init", "--"]' gunicorn-app \
    gunicorn --bind 0.0.0.0:8000 --workers 2 app:app
  request 8000
  podman kill --signal TERM guest
  expect_match "Handling signal: term"
  expect_whole_answer
  expect_end 0
}

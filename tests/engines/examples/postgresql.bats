# examples/postgresql: TERM becomes INT, so that the database does not wait for its clients.
setup_file() {
  load engine
  build postgresql db
}

setup() {
  load engine
}

teardown() {
  [ -z "${client:-}" ] || kill -KILL "$client" 2>/dev/null || true
  remove_containers
}

start_database() {
  start --env POSTGRES_PASSWORD=secret "$@"
  expect_match "database system is ready to accept connections"
  connect
}

# A client that stays: it runs what is written to descriptor 4.
connect() {
  mkfifo "$BATS_TEST_TMPDIR/queries"
  exec 4<>"$BATS_TEST_TMPDIR/queries"
  podman exec --interactive guest psql --no-psqlrc --tuples-only --no-align -U postgres \
    <"$BATS_TEST_TMPDIR/queries" >"$BATS_TEST_TMPDIR/answers" 2>&1 4>&- &
  client=$!
  expect_answer hello
}

expect_answer() {
  echo "SELECT '$1';" >&4
  eventually grep -qx "$1" "$BATS_TEST_TMPDIR/answers"
}

@test "PostgreSQL: TERM becomes INT: it shuts down in order while a client is connected" {
  start_database db
  podman kill --signal TERM guest
  expect_end 0
  has_match "received fast shutdown request"
  has_match "database system is shut down"
}

@test "PostgreSQL: INT, the stop signal of the image, passes as it is" {
  start_database db
  podman stop --time 100000 guest
  expect_end 0
  has_match "received fast shutdown request"
}

@test "PostgreSQL: TERM as it is waits for the client" {
  start_database --entrypoint '["/usr/bin/dumb-init", "--single-child", "--", "docker-entrypoint.sh"]' db postgres
  podman kill --signal TERM guest
  expect_match "received smart shutdown request"
  expect_answer "still here"
  echo '\q' >&4
  expect_end 0
  has_match "database system is shut down"
}

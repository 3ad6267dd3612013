# PostgreSQL: TERM makes it wait for its clients ("smart"), INT makes it stop at once and in order ("fast").
# shellcheck disable=SC2154  # folder, init, log and postgresql come from engine.bash
setup() {
  load engine
  make_folder
}

teardown() {
  end_all
}

# start_database OPTIONS-OF-THE-INIT [PROGRAM THAT RUNS ITS ARGUMENTS...]
start_database() {
  cp -a "$ENGINE/database" "$folder/data"
  start "$@" "$postgresql/postgres" -D "$folder/data" -k "$folder" -c listen_addresses=
  expect_line "database system is ready to accept connections"
}

# As many a script at the entry of an image does: without exec, and ended by TERM alone.
# shellcheck disable=SC2016
script=(sh -c '"$@"; true' sh)

# A client that stays: it runs what is written to descriptor 4. Its PID is in `client`.
connect() {
  mkfifo "$folder/queries"
  exec 4<>"$folder/queries"
  "$postgresql/psql" --no-psqlrc --tuples-only --no-align --host "$folder" --username nobody postgres \
    <"$folder/queries" >"$folder/answers" 2>&1 3>&- 4>&- &
  # shellcheck disable=SC2034
  client=$!
  expect_answer "hello"
}

expect_answer() {
  echo "SELECT '$1';" >&4
  eventually grep -qx "$1" "$folder/answers"
}

# Waits until the init has ended with this status, and the database before it.
expect_clean_end() {
  expect_end "$1"
  has_line "database system is shut down"
  database_was "shut down"
  [ -z "$(ls "$folder/shm")" ]
}

database_was() {
  "$postgresql/pg_controldata" "$folder/data" | grep -qx "Database cluster state: *$1"
}

@test "TERM rewritten to INT stops the database at once and cleanly, whoever is connected" {
  start_database --rewrite TERM:INT
  connect
  kill -TERM "$init"
  expect_clean_end 0
  has_line "received fast shutdown request"
}

@test "TERM as it is makes the database wait for its client" {
  start_database
  connect
  kill -TERM "$init"
  expect_line "received smart shutdown request"
  expect_answer "still here"
  echo '\q' >&4
  expect_clean_end 0
}

@test "with a grace a database below a script that does not wait for it stops cleanly" {
  start_database --grace 24h "${script[@]}"
  connect
  kill -TERM "$init"
  expect_clean_end 143
}

@test "without a grace the same database is killed while it runs" {
  start_database "${script[@]}"
  connect
  kill -TERM "$init"
  expect_end 143
  database_was "in production"
}

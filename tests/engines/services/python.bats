# A multiprocessing pool of Python: TERM ends its first process, and the workers and the resource tracker
# are left.
# shellcheck disable=SC2154  # folder, init and log come from engine.bash
setup() {
  load engine
  make_folder
}

teardown() {
  end_all
}

start_pool() {
  cp "$SOURCES/tests/engines/services/app/pool.py" "$folder"
  start "$@" /usr/bin/python3 pool.py
  eventually lines_are 3 "worker: ready"
}

lines_are() {
  [ "$(grep -cx "$2" "$log")" -eq "$1" ]
}

semaphores() {
  find "$folder/shm" -name 'sem.*'
}

@test "with a grace each worker of a pool ends by itself, and nothing is left in shared memory" {
  start_pool --verbose --grace 24h
  [ -n "$(semaphores)" ]
  kill -TERM "$init"
  eventually lines_are 3 "worker: told"
  touch "$folder/go"
  expect_end 143
  lines_are 3 "worker: saved"
  [ -z "$(semaphores)" ]
  run -1 has_line "killing everybody who is left"
}

@test "without a grace the workers are killed, and semaphores are left in shared memory" {
  start_pool
  kill -TERM "$init"
  expect_end 143
  lines_are 0 "worker: saved"
  [ -n "$(semaphores)" ]
}

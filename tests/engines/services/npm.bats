# `npm start`: npm runs the server below a shell, and ends on TERM without waiting for it.
# shellcheck disable=SC2154  # folder and init come from engine.bash
setup() {
  load engine
  make_folder
  cp "$SOURCES"/tests/engines/services/app/{package.json,server.js} "$folder"
  echo "update-notifier=false" >"$folder/.npmrc"
  # Debian's Node comes without npm. A shell that runs a shell is what npm is here.
  npm_start=(npm start)
  command -v npm >/dev/null || npm_start=(sh -c 'sh -c "node server.js; true"; true')
}

teardown() {
  end_all
}

start_server() {
  start "$@" "${npm_start[@]}"
  expect_line "server: ready"
}

expect_server_waited_for() {
  kill -TERM "$init"
  expect_line "server: told"
  expect_line "telling everybody who is left to end"
  touch "$folder/go"
  expect_end 143
  [ -e "$folder/server.saved" ]
}

@test "with a grace a server below npm does its work to the end" {
  start_server --verbose --grace 24h
  expect_server_waited_for
}

@test "with a grace a server that only npm could tell does its work to the end" {
  start_server --verbose --single-child --grace 24h
  expect_server_waited_for
}

@test "without a grace the server is lost when npm ends" {
  start_server
  kill -TERM "$init"
  expect_end 143
  [ ! -e "$folder/server.saved" ]
}

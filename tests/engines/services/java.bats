# Programs that answer TERM as Java does, with status 143: a success where the stop was asked for.
# shellcheck disable=SC2154  # init comes from engine.bash, like_java from orderly_stop.bash
setup() {
  load engine
  load ../orderly_stop
  make_folder
}

teardown() {
  end_all
}

@test "143 becomes 0 after TERM where a stop is no failure" {
  start --ok-exit stop "${like_java[@]}"
  expect_line ready
  kill -TERM "$init"
  expect_end 0
}

@test "143 stays 143 where it is not said that a stop is no failure" {
  start "${like_java[@]}"
  expect_line ready
  kill -TERM "$init"
  expect_end 143
}

@test "143 stays 143 where nobody sent TERM" {
  start --ok-exit stop sh -c 'exit 143'
  expect_end 143
}

@test "a program that has to be killed is a failure all the same" {
  start --ok-exit stop --kill-after 200ms \
    sh -c 'trap "" TERM; echo ready; while :; do sleep 100000; done'
  expect_line ready
  kill -TERM "$init"
  expect_end 137
}

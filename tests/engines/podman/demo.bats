# tools/demo checks the init's column itself and ends with 1 where a value is wrong.
setup() {
  load engine
}

demo() {
  timeout "$DEADLINE" "$SOURCES/tools/demo" "$@" 3>&-
}

@test "the demo shows the init's work with Node programs" {
  demo "$INIT" node
}

@test "the demo shows the init's work with shell scripts" {
  demo "$INIT" sh
}

@test "the demo fails with an init that does nothing" {
  run -1 demo "$(command -v env)" sh
  [[ $output == *"env did not do what PID 1 has to do" ]]
}

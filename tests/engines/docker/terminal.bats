# `docker run --init -it`: the command gets a terminal of its own; tmux plays the person in front of it.
setup() {
  load engine
}

teardown() {
  close_screen
  remove_containers
}

@test "^C ends the program in the foreground, and the status is 130" {
  expect_interrupt
}

@test "a new size of the terminal reaches the command" {
  expect_resize
}

@test "a shell has job control" {
  expect_job_control
}

# `podman run -it`: the command gets a terminal of its own; tmux plays the person in front of it.
setup() {
  load engine
}

teardown() {
  tmux -S "$BATS_TEST_TMPDIR/tmux" kill-server || true
  remove_containers
}

screen() {
  tmux -S "$BATS_TEST_TMPDIR/tmux" "$@" 3>&-
}

# Runs a container in a terminal of 80 times 24. Its status is the last thing on the screen.
open_terminal() {
  local words
  printf -v words '%q ' podman run --interactive --tty --name guest "$@"
  screen -f /dev/null new-session -d -x 80 -y 24 \
    "$words; echo \"status \$?\"; exec cat"
}

type_keys() {
  screen send-keys "$@"
}

# Waits until a whole line of the screen matches this.
expect_screen() {
  eventually screen_has "$1" || { screen capture-pane -p; return 1; }
}

screen_has() {
  screen capture-pane -p | grep -qxE -- "$1"
}

@test "^C ends the program in the foreground, and the status is 130" {
  open_terminal busybox-image sh -c 'echo ready; exec cat'
  expect_screen ready
  type_keys C-c
  expect_screen '.*status 130'
}

@test "a new size of the terminal reaches the command" {
  open_terminal busybox-image sh -c \
    'trap "stty size" WINCH; sleep 100000 & echo ready; while :; do wait $!; done'
  expect_screen ready
  screen resize-window -x 100 -y 30
  expect_screen '30 100'
}

@test "a shell has job control" {
  open_terminal busybox-image sh
  expect_screen '/ #.*'
  type_keys cat Enter
  type_keys line-one Enter
  expect_screen line-one
  type_keys C-z
  expect_screen '.*Stopped +cat'
  type_keys fg Enter
  type_keys line-two Enter
  expect_screen line-two
  type_keys C-c
  type_keys 'exit 5' Enter
  expect_screen '.*status 5'
}

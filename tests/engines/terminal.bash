# tmux plays the person in front of a terminal, for the suites of engines that have one.

screen() {
  tmux -S "$BATS_TEST_TMPDIR/tmux" "$@" 3>&-
}

# Runs a command in a terminal of 80 times 24. Its status is the last thing on the screen.
open_screen() {
  local words
  printf -v words '%q ' "$@"
  screen -f /dev/null new-session -d -x 80 -y 24 "$words; echo \"status \$?\"; exec cat"
}

close_screen() {
  [ ! -e "$BATS_TEST_TMPDIR/tmux" ] || screen kill-server || true
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

# Types a line for rev, and waits until rev has printed it backwards: a terminal shows what is typed
# before anybody has read it.
expect_reversed() {
  type_keys "$1" Enter
  expect_screen "$(rev <<<"$1")"
}

# Waits for a shell's prompt with nothing behind it. What is typed before, a program that is ending may take.
expect_prompt() {
  expect_screen '/[a-z]* #'
}

# What a terminal has to do for a container: open_terminal is the suite's own.

expect_interrupt() {
  open_terminal "$@" busybox-image sh -c 'echo ready; exec cat'
  expect_screen ready
  type_keys C-c
  expect_screen '.*status 130'
}

expect_resize() {
  open_terminal "$@" busybox-image sh -c \
    'trap "stty size" WINCH; sleep 100000 & echo ready; while :; do wait $!; done'
  expect_screen ready
  eventually resized || { screen capture-pane -p; return 1; }
}

# An engine may listen for new sizes only after the command has started, and miss the first.
resized() {
  screen resize-window -x 100 -y 31
  screen resize-window -x 100 -y 30
  screen_has '30 100'
}

expect_job_control() {
  open_terminal "$@" busybox-image sh
  expect_prompt
  type_keys rev Enter
  expect_reversed line-one
  type_keys C-z
  expect_screen '.*Stopped +rev'
  expect_prompt
  type_keys fg Enter
  expect_reversed line-two
  type_keys C-c
  expect_prompt
  type_keys 'exit 5' Enter
  expect_screen '.*status 5'
}

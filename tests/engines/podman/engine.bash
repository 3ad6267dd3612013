# What the tests of this folder share: running containers with podman, reading what they write, waiting
# for what they do.

# The tests use what is set here.
# shellcheck disable=SC2034

# shellcheck source=tests/engines/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.bash"
# shellcheck source=tests/engines/terminal.bash
source "$(dirname "${BASH_SOURCE[0]}")/../terminal.bash"

# Arguments of `podman run` for the same image without the init.
without_init=(--entrypoint "")

# The same with the init that podman brings into the container itself; the settings name ours.
podman_init=(--entrypoint "" --init)

# A container with no right but to run.
without_rights=(--read-only --cap-drop all --user 1000:1000 --security-opt no-new-privileges)

# podman with a deadline. Descriptor 3 is how bats hears of its tests: whoever inherits it and lives on
# would keep bats waiting.
podman() {
  timeout "$DEADLINE" podman "$@" 3>&-
}

# After each test: no container is left. `podman rm` alone forgets one whose stop did not come to its
# end, and lets it run on.
remove_containers() {
  podman kill --all --signal KILL >/dev/null || true
  podman rm --all --force --time 0 >/dev/null
}

# After each test with pods: none is left. They are stopped first, since podman waits three seconds for
# the cgroup of a pod whose containers have only just been killed.
remove_pods() {
  podman kill --all --signal KILL >/dev/null || true
  podman pod stop --all --time 0 >/dev/null || true
  podman pod rm --all --force --time 0 >/dev/null
  remove_containers
}

# Runs a container and checks its status: expect_status 7 ARGUMENTS-OF-PODMAN-RUN. What it wrote is in
# `output`.
expect_status() {
  local expected=$1
  shift
  run -"$expected" podman run --rm "$@"
}

# Starts a container called "guest" in the background: start ARGUMENTS-OF-PODMAN-RUN. Its log is read
# with expect_line. When memory runs out, podman's monitor leaves an empty file "oom" where podman was
# called.
start() {
  (cd "$BATS_TEST_TMPDIR" && podman run --detach --name guest "$@" >/dev/null)
}

# Waits until the guest has written this line.
expect_line() {
  eventually has_line "$1" || { podman logs guest; return 1; }
}

has_line() {
  podman logs guest 2>&1 | grep -qxF -- "$1"
}

# Waits until the guest, or the container $2, has ended with this status.
expect_end() {
  local code
  code=$(podman wait "${2:-guest}")
  echo "${2:-the guest} ended with $code"
  [ "$code" -eq "$1" ]
}

# Starts a guest that prints the number of each signal it gets: start_signal_echo
# OPTIONS-OF-PODMAN-RUN. The last number makes it end itself with status 0.
start_signal_echo() {
  start "$@" scratch-image /usr/bin/signal_echo -e 15
  expect_line ready
}

expect_signals_forwarded() {
  podman kill --signal USR1 guest
  expect_line 10
  podman kill --signal HUP guest
  expect_line 1
  podman kill --signal RTMIN+3 guest
  expect_line 37
  podman kill --signal TERM guest
  expect_end 0
}

# A process brought in by `podman exec` that outlives the shell that started it. Its PID is in `orphan`.
leave_orphan() {
  orphan=$(podman exec guest sh -c 'sleep 100000 >/dev/null 2>&1 & echo $!')
  podman exec guest grep -qx 'PPid:.1' "/proc/$orphan/status"
}

is_zombie() {
  podman exec guest grep -q '^State:.Z' "/proc/$1/status"
}

# The zombies in the guest, as their status files. grep takes the shell's place: a process more would
# be one that might be a zombie itself.
zombies() {
  podman exec guest sh -c 'exec grep -ls "^State:.Z" /proc/[0-9]*/status' || true
}

# The guest has exactly this many zombies.
zombies_are() {
  [ "$(zombies | wc -l)" -eq "$1" ]
}

# What PID 1 of the guest was started with, each word with a blank behind it.
command_of_pid_1() {
  podman exec guest sh -c 'tr "\0" " " </proc/1/cmdline'
}

# True when the process the guest calls PID $1 is not there any more.
gone() {
  ! podman exec guest grep -q . "/proc/$1/stat" 2>/dev/null
}

# Runs a container in a terminal.
open_terminal() {
  open_screen podman run --interactive --tty --name guest "$@"
}

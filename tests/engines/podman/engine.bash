# What the tests of this folder share: running containers with podman, reading what they write, waiting
# for what they do.

# The tests use what is set here.
# shellcheck disable=SC2034

# shellcheck source=tests/engines/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.bash"

# Arguments of `podman run` for the same image without the init.
without_init=(--entrypoint "")

# podman with a deadline. Descriptor 3 is how bats hears of its tests: whoever inherits it and lives on
# would keep bats waiting.
podman() {
  timeout "$DEADLINE" podman "$@" 3>&-
}

# After each test: no container is left.
remove_containers() {
  podman rm --all --force --time 0 >/dev/null
}

# Runs a container and checks its status: expect_status 7 ARGUMENTS-OF-PODMAN-RUN. What it wrote is in
# `output`.
expect_status() {
  local expected=$1
  shift
  run -"$expected" podman run --rm "$@"
}

# Starts a container called "guest" in the background: start ARGUMENTS-OF-PODMAN-RUN. Its log is read
# with expect_line.
start() {
  podman run --detach --name guest "$@" >/dev/null
}

# Waits until the guest has written this line.
expect_line() {
  eventually has_line "$1" || { podman logs guest; return 1; }
}

has_line() {
  podman logs guest 2>&1 | grep -qxF -- "$1"
}

# Waits until the guest has ended with this status.
expect_end() {
  local code
  code=$(podman wait guest)
  echo "the guest ended with $code"
  [ "$code" -eq "$1" ]
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

# True when the process the guest calls PID $1 is not there any more.
gone() {
  ! podman exec guest grep -q . "/proc/$1/stat" 2>/dev/null
}

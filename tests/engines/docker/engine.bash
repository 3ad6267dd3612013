# What the tests of this folder share: running containers with docker, reading what they write, waiting
# for what they do. `--init` among the arguments of a container is the init under test.

# shellcheck source=tests/engines/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.bash"
# shellcheck source=tests/engines/terminal.bash
source "$(dirname "${BASH_SOURCE[0]}")/../terminal.bash"

# docker with a deadline; it hands TERM on to the container, so KILL ends it. Descriptor 3 is how bats
# hears of its tests: whoever inherits it and lives on would keep bats waiting.
docker() {
  timeout --signal KILL "$DEADLINE" docker "$@" 3>&-
}

# After each test: no container is left.
remove_containers() {
  local containers
  mapfile -t containers < <(docker ps --all --quiet)
  [ ${#containers[@]} -eq 0 ] || docker rm --force --volumes "${containers[@]}" >/dev/null
}

# Runs a container and checks its status: expect_status 7 ARGUMENTS-OF-DOCKER-RUN. What it wrote is in
# `output`.
expect_status() {
  local expected=$1
  shift
  run -"$expected" docker run --rm "$@"
}

# Starts a container called "guest" in the background: start ARGUMENTS-OF-DOCKER-RUN. Its log is read
# with expect_line.
start() {
  docker run --detach --name guest "$@" >/dev/null
}

# Waits until the guest has written this line.
expect_line() {
  eventually has_line "$1" || { docker logs guest; return 1; }
}

has_line() {
  docker logs guest 2>&1 | grep -qxF -- "$1"
}

# What docker knows of the guest: state '{{.State.Status}}'
state() {
  docker inspect --format "$1" guest
}

# Waits until docker says so: expect_state '{{.State.Status}}' running
expect_state() {
  eventually state_is "$@" || { docker inspect guest; return 1; }
}

state_is() {
  [ "$(state "$1")" = "$2" ]
}

# Waits until the guest has ended with this status.
expect_end() {
  local code
  code=$(docker wait guest)
  echo "the guest ended with $code"
  [ "$code" -eq "$1" ]
}

# The zombies in the guest, as their status files. grep takes the shell's place: a process more would
# be one that might be a zombie itself.
zombies() {
  docker exec guest sh -c 'exec grep -ls "^State:.Z" /proc/[0-9]*/status' || true
}

# The guest has exactly this many zombies.
zombies_are() {
  [ "$(zombies | wc -l)" -eq "$1" ]
}

# True when the process the guest calls PID $1 is not there any more.
gone() {
  ! docker exec guest grep -q . "/proc/$1/stat" 2>/dev/null
}

# Runs a container in a terminal.
open_terminal() {
  open_screen docker run --init --interactive --tty --name guest "$@"
}

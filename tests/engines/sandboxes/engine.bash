# What the tests of this folder share: running the init in sandboxes that no daemon looks after, reading
# what they write, waiting for what they do.

# The tests use what is set here.
# shellcheck disable=SC2034

# shellcheck source=tests/engines/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.bash"

# Prefix of a command that would leave files in /run or folders in /sys/fs/cgroup: it gets a /run that is
# the suite's own, and a cgroup of its own below the suite's. The mounts end with it.
# shellcheck disable=SC2016
contained=(unshare --mount sh -c '
  cgroup=/sys/fs/cgroup/$CGROUP/$$
  mount --bind "$ENGINE/run" /run && mount -t cgroup2 none /sys/fs/cgroup && mkdir -p "$cgroup" &&
    echo $$ >"$cgroup/cgroup.procs" && exec "$@"' sh)

# Runs a sandbox and checks its status: expect_status 7 COMMAND. What it wrote is in `output`.
expect_status() {
  local expected=$1
  shift
  run -"$expected" timeout "$DEADLINE" "$@" </dev/null 3>&-
}

# Starts a sandbox in the background: start COMMAND. Its PID is in `sandbox`, what it writes is read with
# expect_line.
start() {
  log=$BATS_TEST_TMPDIR/log
  : >"$log"
  # Descriptor 3 is how bats hears of its tests: whoever inherits it and lives on would keep bats waiting.
  "$@" </dev/null >>"$log" 2>&1 3>&- &
  sandbox=$!
}

# Waits until the sandbox has written this line.
expect_line() {
  if ! eventually has_line_or_ended "$1" || ! has_line "$1"; then
    cat "$log"
    return 1
  fi
}

has_line_or_ended() {
  has_line "$1" || ended
}

# A terminal ends its lines in two characters.
has_line() {
  tr -d '\r' <"$log" | grep -qxF -- "$1"
}

# Waits until the sandbox has ended with this status.
expect_end() {
  local code=0
  eventually ended || { cat "$log"; return 1; }
  wait "$sandbox" || code=$?
  cat "$log"
  echo "the sandbox ended with $code"
  [ "$code" -eq "$1" ]
}

ended() {
  ! kill -0 "$sandbox" 2>/dev/null
}

# After each test: the sandbox is gone. Its PID 1 comes first, as all in it ends with that.
end_sandbox() {
  [ -n "${sandbox:-}" ] || return 0
  pkill -KILL --parent "$sandbox" || true
  kill -KILL "$sandbox" 2>/dev/null || true
  wait "$sandbox" || true
}

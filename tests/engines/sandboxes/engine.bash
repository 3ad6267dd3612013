# What the tests of this folder share: running the init in sandboxes that no daemon looks after, reading
# what they write, waiting for what they do.

# The tests use what is set here.
# shellcheck disable=SC2034

# shellcheck source=tests/engines/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.bash"
# shellcheck source=tests/engines/logged.bash
source "$(dirname "${BASH_SOURCE[0]}")/../logged.bash"

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

# Starts a sandbox in the background: start COMMAND. Its PID is in `running`, what it writes is read with
# expect_line.
start() {
  log=$BATS_TEST_TMPDIR/log
  : >"$log"
  # Descriptor 3 is how bats hears of its tests: whoever inherits it and lives on would keep bats waiting.
  "$@" </dev/null >>"$log" 2>&1 3>&- &
  running=$!
}

# After each test: the sandbox is gone. Its PID 1 comes first, as all in it ends with that.
end_sandbox() {
  [ -n "${running:-}" ] || return 0
  pkill -KILL --parent "$running" || true
  kill -KILL "$running" 2>/dev/null || true
  wait "$running" || true
}

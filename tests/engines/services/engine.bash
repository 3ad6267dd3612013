# What the tests of this folder share: the init as PID 1 of a namespace on this machine's files, with real
# services below it. No engine is needed; what a service may touch is in folders and namespaces of ours.

# The tests use what is set here.
# shellcheck disable=SC2034

# shellcheck source=tests/engines/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.bash"
# shellcheck source=tests/engines/logged.bash
source "$(dirname "${BASH_SOURCE[0]}")/../logged.bash"

# Debian does not put the programs of PostgreSQL where PATH finds them.
postgresql=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)

# Prefix of a command that runs as a user who owns nothing but the folder of the test.
as_nobody=(setpriv --reuid nobody --regid nogroup --clear-groups --no-new-privs)

# Before each test: a folder of its own, with one for what is in /dev/shm.
make_folder() {
  folder=$(mktemp -d -p "$ENGINE")
  log=$folder/log
  mkdir "$folder/shm"
  touch "$log"
  chown -R nobody "$folder"
}

# Starts the init in the background, without any right: start OPTIONS-AND-COMMAND. Its PID is in `init`,
# what it and its command write is read with expect_line.
start() {
  # Descriptor 3 is how bats hears of its tests: whoever inherits it and lives on would keep bats waiting.
  # shellcheck disable=SC2016
  HOME=$folder unshare --pid --fork --mount-proc --kill-child --net --ipc sh -c '
    cd "$0" && mount --bind shm /dev/shm && busybox ip link set lo up && exec "$@"' "$folder" \
    "${as_nobody[@]}" "$ENGINE/dumb-init" "$@" </dev/null >>"$log" 2>&1 3>&- &
  unshare=$!
  running=$unshare
  eventually init_runs_or_ended
  init=$(pgrep --parent "$unshare" || true)
}

init_runs_or_ended() {
  cmp -s "/proc/$(pgrep --parent "$unshare")/exe" "$INIT" || ended
}

# A line like this one.
has_line() {
  grep -q -- "$1" "$log"
}

# After each test: all that it started is gone. The kernel ends everybody below the init before the init.
end_all() {
  [ -z "${client:-}" ] || kill -KILL "$client" 2>/dev/null || true
  [ -n "${unshare:-}" ] || return 0
  pkill -KILL --parent "$unshare" || true
  wait "$unshare" || true
}

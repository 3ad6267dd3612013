# What the suites of every engine share: the init under test, roots for containers, and waiting. Every
# wait has a deadline, so a hang is a failure. Each suite sources this from its own engine.bash.

# The suites use what is set here.
# shellcheck disable=SC2034

bats_require_minimum_version 1.5.0

SOURCES=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
INIT=$(realpath -m "${DUMB_INIT_BINARY:-$SOURCES/build/release/dumb-init}")

# The names that the init is tried under where an engine does not choose one.
names=(dumb-init tini catatonit)

# For a shell in a container: leave a process behind and kill it. The name in /proc of a process that
# has ended stays until its parent, here PID 1, has reaped it.
# shellcheck disable=SC2016
leave_orphan='
  orphan=$(sleep 100000 >/dev/null & echo $!)
  grep -qx "PPid:.1" "/proc/$orphan/status" || exit 1
  kill -KILL "$orphan"
  while [ -e "/proc/$orphan" ]; do sleep 0.05; done'

# Seconds until a wait is a failure. Nothing here needs more than a few, even on a busy machine.
DEADLINE=60

# Says why a suite cannot run; for setup_suite.
give_up() {
  echo "tests/engines: $1" >&2
  return 1
}

# Fails unless these programs and the init under test are here.
require_programs() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null ||
      give_up "no '$program' here; 'tools/setup build engines' installs it" || return 1
  done
  [ -x "$INIT" ] || give_up "$INIT: no such program; 'make release' builds it, or name another with DUMB_INIT_BINARY"
}

# Repeats a command until it succeeds or the deadline is over.
eventually() {
  local end=$((SECONDS + DEADLINE))
  until "$@"; do
    if [ "$SECONDS" -gt "$end" ]; then
      echo "still not so after $DEADLINE s: $*"
      return 1
    fi
    sleep 0.05
  done
}

# Puts program $1 into the root $2 under the name $3, with the libraries it names if it is not static.
add_program() {
  local library
  mkdir -p "$2$(dirname "$3")"
  cp -L "$1" "$2$3"
  for library in $(ldd "$1" 2>/dev/null | grep -o '/[^ ]*'); do
    mkdir -p "$2$(dirname "$library")"
    cp -L "$library" "$2$library"
  done
}

# Puts a shell and all tools of busybox into the root $1.
add_busybox() {
  local tool
  add_program "$(command -v busybox)" "$1" /bin/busybox
  for tool in $(busybox --list | grep -vx busybox); do
    ln -s busybox "$1/bin/$tool"
  done
}

# Puts the program of tests/guests that prints each signal it gets into the root $1, as
# /usr/bin/signal_echo.
add_signal_echo() {
  mkdir -p "$1/usr/bin"
  g++ -static -O1 -o "$1/usr/bin/signal_echo" "$SOURCES/tests/guests/signal_echo.cc"
}

# Removes the cgroup $1 with all below it; fails while one of them has a process that has not quite
# ended.
cgroups_are_removed() {
  local top
  find /sys/fs/cgroup -maxdepth 2 -name "$1" | while read -r top; do
    find "$top" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
  [ -z "$(find /sys/fs/cgroup -maxdepth 2 -name "$1")" ]
}

# A daemon that is the only child of the unshare with the PID $unshare, and PID 1 of a namespace there.

engine_ended() {
  ! kill -0 "$unshare" 2>/dev/null
}

# unshare takes no notice of TERM; it waits for the daemon, and the kernel lets that go last of all.
stop_engine() {
  [ -n "${unshare:-}" ] || return 0
  pkill -TERM -P "$unshare" || true
  eventually engine_ended || pkill -KILL -P "$unshare" || true
  wait "$unshare" || true
}

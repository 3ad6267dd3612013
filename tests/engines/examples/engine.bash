# What the tests of this folder share: building an example as it stands in examples/, running it with podman,
# and asking it.

# shellcheck source=tests/engines/podman/engine.bash
source "$(dirname "${BASH_SOURCE[0]}")/../podman/engine.bash"
# shellcheck source=tests/engines/doctor.bash
source "$(dirname "${BASH_SOURCE[0]}")/../doctor.bash"

EXAMPLES=$SOURCES/examples

# The command that doctor.bash runs.
# shellcheck disable=SC2034
engine=podman

# Builds the example $1 as the image $2: build node node-app OPTIONS-OF-PODMAN-BUILD. The base images are
# stand-ins.
build() {
  podman build --quiet --pull-never --isolation chroot "${@:3}" --tag "$2" "$EXAMPLES/$1" \
    >"$BATS_FILE_TMPDIR/build" 2>&1 ||
    give_up "podman cannot build $1: $(cat "$BATS_FILE_TMPDIR/build")"
}

# A client outside that has got the beginning of its answer from the container: request PORT [CONTAINER]. Its
# PID is in `client`, what it gets in the file `answer`.
request() {
  answer=$BATS_TEST_TMPDIR/answer
  : >"$answer"
  nsenter --target "$(podman inspect --format '{{.State.Pid}}' "${2:-guest}")" --net \
    timeout "$DEADLINE" busybox wget -q -O - "http://127.0.0.1:$1/" >"$answer" 2>"$answer.errors" 3>&- &
  client=$!
  eventually grep -qx begun "$answer" || { cat "$answer.errors"; return 1; }
}

# Waits until the client has its answer; status 0 if it is a whole one.
expect_whole_answer() {
  wait "$client" || true
  grep -qx finished "$answer"
}

expect_answer_cut_off() {
  ! expect_whole_answer
}

# The log of the guest has a line like this one.
has_match() {
  podman logs guest 2>&1 | grep -qE -- "$1"
}

# Waits until it has one.
expect_match() {
  if ! eventually has_match_or_ended "$1" || ! has_match "$1"; then
    podman logs guest
    return 1
  fi
}

has_match_or_ended() {
  has_match "$1" || [ "$(podman inspect --format '{{.State.Running}}' guest)" != true ]
}

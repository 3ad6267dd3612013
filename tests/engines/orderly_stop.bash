# Programs that need a moment to end, for the suites of more than one engine. A service that was told to
# end waits for the file "go" before it writes its own: whoever leaves before it loses that, however fast
# the machine is.

# The suites use what is set here.
# shellcheck disable=SC2034

# The services that the script has beside it, and the one that the engine brings in.
services=(brought-in first in-session second)

# A program that answers TERM as Java does.
like_java=(sh -c 'trap "exit 143" TERM; echo ready; while :; do sleep 0.05; done')

# Lays the programs into the folder $shared, which containers see as /shared.
add_services() {
  shared=$BATS_TEST_TMPDIR/shared
  mkdir "$shared"
  cat >"$shared/service" <<'END'
name=$1
finish() {
  trap "" TERM
  echo "$name: told"
  until [ -e /shared/go ]; do sleep 0.05; done
  echo >"/shared/$name.saved"
  exit
}
trap finish TERM
echo $$ >"/shared/$name.pid"
echo "$name: ready"
while :; do sleep 0.05; done
END
  # The script does not wait for its services.
  cat >"$shared/script" <<'END'
trap 'echo "script: ends"; exit 5' TERM
sh /shared/service first &
sh /shared/service second &
setsid sh /shared/service in-session &
echo "script: ready"
while :; do sleep 0.05; done
END
  cat >"$shared/script-that-waits" <<'END'
trap 'echo "script: waits"; until [ -e /shared/in-session.saved ]; do sleep 0.05; done; exit 6' TERM
setsid sh /shared/service in-session &
echo "script: ready"
while :; do sleep 0.05; done
END
}

# The services that have written what they had to, in one line and sorted.
saved() {
  (cd "$shared" && find . -name '*.saved' | sed 's,^\./,,; s,\.saved$,,' | sort | paste -sd ' ')
}

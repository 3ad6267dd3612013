# Before the first test: a folder for all of them, and an empty database. After the last: nothing is left.
# shellcheck source=tests/engines/services/engine.bash
source "$(dirname "${BASH_SOURCE[0]}")/engine.bash"

setup_suite() {
  require_programs apache2 busybox mount node nsenter pgrep pkill setpriv unshare /usr/bin/python3 \
    "$postgresql/postgres"
  ENGINE=$(mktemp -d)
  export ENGINE
  # The services are another user's and have to find their folders.
  chmod 755 "$ENGINE"
  cp -L "$INIT" "$ENGINE/dumb-init"
  make_database
  unshare --pid --fork --mount-proc --kill-child --net --ipc "$ENGINE/dumb-init" true ||
    give_up "no namespaces here; root has to run this"
}

teardown_suite() {
  [ -z "${ENGINE:-}" ] || rm -rf "$ENGINE"
}

make_database() {
  install -d -o nobody "$ENGINE/database"
  (cd "$ENGINE/database" && "${as_nobody[@]}" "$postgresql/initdb" --pgdata . --no-sync --auth trust \
    --username nobody --locale C) >"$ENGINE/initdb" 2>&1 ||
    give_up "PostgreSQL cannot make a database here: $(cat "$ENGINE/initdb")"
}

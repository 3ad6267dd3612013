# examples/systemd-nspawn: nspawn reads the settings of the machine and stops it as they say.
# shellcheck disable=SC2154  # contained and running come from sandboxes/engine.bash
setup() {
  load engine
  export CGROUP=dumb-init-test-${ENGINE##*.}
  export ENGINE=$ENGINE/nspawn
  load ../sandboxes/engine
  root=$ENGINE/root/app
  if [ ! -e "$root" ]; then
    mkdir -p "$ENGINE/run/systemd/nspawn" "$root"/{dev,etc,proc,root,run,sys,tmp,usr/bin}
    add_busybox "$root"
    add_program "$INIT" "$root" /usr/bin/dumb-init
    echo "ID=app" >"$root/etc/os-release"
    cp "$EXAMPLES/systemd-nspawn/app.nspawn" "$ENGINE/run/systemd/nspawn"
    install "$EXAMPLES/systemd-nspawn/app" "$root/usr/bin/app"
  fi
  nspawn=("${contained[@]}" systemd-nspawn --quiet --pipe --register=no --keep-unit --directory "$root")
}

teardown() {
  end_sandbox
}

teardown_file() {
  load engine
  eventually cgroups_are_removed "dumb-init-test-${ENGINE##*.}"
}

@test "nspawn: a machine stopped by its settings lets the helper save, and its status is 0" {
  start "${nspawn[@]}" --machine app
  expect_line "helper: ready"
  kill -TERM "$running"
  expect_end 0
  has_line "helper: saved"
}

@test "nspawn: the command line does the same" {
  start "${nspawn[@]}" --settings=no --kill-signal=SIGTERM /usr/bin/dumb-init --grace 10s --ok-exit stop -- /usr/bin/app
  expect_line "helper: ready"
  kill -TERM "$running"
  expect_end 0
  has_line "helper: saved"
}

@test "nspawn: without KillSignal all are killed at once" {
  start "${nspawn[@]}" --settings=no /usr/bin/dumb-init --grace 10s --ok-exit stop -- /usr/bin/app
  expect_line "helper: ready"
  kill -TERM "$running"
  eventually ended
  run -1 has_line "helper: saved"
}

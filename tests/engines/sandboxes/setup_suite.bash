# Before the first test: a root for the sandboxes. After the last: nothing of theirs is left.
# shellcheck source=tests/engines/sandboxes/engine.bash
source "$(dirname "${BASH_SOURCE[0]}")/engine.bash"

setup_suite() {
  require_programs bwrap systemd-nspawn lxc-attach lxc-start lxc-stop busybox g++ ldd mount pgrep pkill \
    setpriv timeout unshare
  ENGINE=$(mktemp -d)
  CGROUP=dumb-init-test-${ENGINE##*.}
  export ENGINE CGROUP
  mkdir -p "$ENGINE"/{run,lxc}
  make_root "$ENGINE/root"
  # The sandboxes of another user have to find it.
  chmod 755 "$ENGINE"
  "${contained[@]}" true || give_up "no mount namespaces and cgroups here; root has to run this"
}

teardown_suite() {
  [ -n "${ENGINE:-}" ] || return 0
  rm -rf "$ENGINE"
  eventually cgroups_are_removed "$CGROUP"
}

# systemd-nspawn wants to see the files of a system, and looks for its init in /sbin.
make_root() {
  local name
  for name in "${names[@]}"; do
    add_program "$INIT" "$1" "/usr/bin/$name"
  done
  add_busybox "$1"
  add_signal_echo "$1"
  mkdir -p "$1"/{dev,etc,proc,run,sbin,sys,tmp}
  ln -s ../usr/bin/dumb-init "$1/sbin/init"
  echo "ID=sandbox" >"$1/etc/os-release"
}

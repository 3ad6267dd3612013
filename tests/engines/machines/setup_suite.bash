# Before the first test: a kernel. After the last: nothing is left.
# shellcheck source=tests/engines/machines/engine.bash
source "$(dirname "${BASH_SOURCE[0]}")/engine.bash"

setup_suite() {
  require_programs busybox gzip ldd qemu-system-x86_64 timeout unshare
  [ "$(uname -m)" = x86_64 ] || give_up "no virtual machine for $(uname -m)"
  KERNEL=$("$SOURCES/tools/fetch-kernel" "$SOURCES/build/kernel")
  export KERNEL
}

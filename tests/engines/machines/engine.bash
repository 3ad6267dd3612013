# What the tests of this folder share: a virtual machine with a kernel and a control group hierarchy of
# its own, for what the host's cannot show. It runs without the help of the processor, so it works
# wherever these tests do.

# The tests use what `run` sets.
# shellcheck disable=SC2154

# shellcheck source=tests/engines/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.bash"

# Boots a machine that runs this script as its PID 1 and is switched off at its end. What it printed is
# in `output`.
boot() {
  local root=$BATS_TEST_TMPDIR/root
  mkdir -p "$root"/{dev,proc,sys}
  add_program "$INIT" "$root" /usr/bin/dumb-init
  add_program "$(command -v unshare)" "$root" /usr/bin/unshare
  add_busybox "$root"
  {
    echo '#!/bin/sh'
    echo 'mount -t devtmpfs dev /dev; mount -t proc proc /proc; mount -t sysfs sys /sys'
    echo 'mount -t cgroup2 none /sys/fs/cgroup'
    cat
    echo 'poweroff -f'
  } >"$root/init"
  chmod +x "$root/init"
  (cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$BATS_TEST_TMPDIR/root.gz"
  run timeout 300 qemu-system-x86_64 -M q35 -accel tcg,thread=multi -cpu max -smp 2 -m 512 -nographic \
    -nic none -no-reboot -kernel "$KERNEL" -initrd "$BATS_TEST_TMPDIR/root.gz" \
    -append 'console=ttyS0 quiet panic=-1' </dev/null
  echo "$output"
}

# The machine printed this line. Its console ends lines its own way.
expect_output() {
  grep -qE -- "$1"$'\r?$' <<<"$output"
}

# The package for rpm, in a folder of its own.
bats_require_minimum_version 1.5.0

setup_file() {
  export ROOT=$BATS_FILE_TMPDIR/root
  PACKAGE=$(find "$DIST" -name '*.x86_64.rpm')
  export PACKAGE
}

in_root() {
  rpm --root "$ROOT" --dbpath /var/lib/rpm "$@"
}

@test "it installs, is what it was, runs, and leaves nothing" {
  mkdir -p "$ROOT"
  in_root -i --nodeps "$PACKAGE"
  run -0 in_root -V dumb-init
  run -0 chroot "$ROOT" /usr/bin/dumb-init --version
  [ "$output" = "dumb-init v$VERSION" ]
  run -0 chroot "$ROOT" /usr/libexec/dumb-init/catatonit --version
  [ "$output" = "tini version 0.2.1_catatonit (dumb-init $VERSION)" ]
  in_root -e dumb-init
  run find "$ROOT/usr" -name '*dumb-init*'
  [ -z "$output" ]
}

@test "it owns no folder of the distribution" {
  run -0 rpm -qlvp "$PACKAGE"
  run ! grep '^d' <(grep -v dumb-init <<<"$output")
}

@test "it needs nothing" {
  run -0 rpm -qRp "$PACKAGE"
  run ! grep -v '^rpmlib(' <<<"$output"
}

@test "it says what it is" {
  run -0 rpm -qip "$PACKAGE"
  grep -q '^Stands in front of an application as PID 1' <<<"$output"
}

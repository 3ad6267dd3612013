# The package for dpkg, in a Debian of its own beside Debian's packages of the same programs.
bats_require_minimum_version 1.5.0

setup_file() {
  export ROOT=$BATS_FILE_TMPDIR/root
  mmdebstrap --quiet --variant=minbase --include=dumb-init,tini,catatonit bookworm "$ROOT"
  cp "$DIST"/dumb-init_*_amd64.deb "$ROOT/package.deb"
}

in_root() {
  chroot "$ROOT" "$@"
}

@test "lintian finds nothing but that it is static" {
  run lintian --allow-root "$DIST"/dumb-init_*_amd64.deb
  [ "$output" = 'E: dumb-init: statically-linked-binary [usr/bin/dumb-init]' ]
}

@test "it takes the place of Debian's dumb-init 1.2.5 and leaves tini and catatonit alone" {
  run -0 in_root sh -c 'dumb-init --version 2>&1; dpkg -i /package.deb && dpkg --audit && dumb-init --version
    dpkg -V dumb-init tini catatonit; /usr/bin/tini --version; /usr/bin/catatonit --version'
  [ "${lines[0]}" = 'dumb-init v1.2.5' ]
  grep -qx "dumb-init v$VERSION" <<<"$output"
  grep -q '^tini version 0.19.0$' <<<"$output"
  grep -q '^catatonit version\|^tini version 0.1.7_catatonit' <<<"$output"
}

@test "the other names are links beside it, each in its role" {
  run -0 in_root /usr/libexec/dumb-init/docker-init --version
  [ "$output" = "tini version 0.19.0 (dumb-init $VERSION)" ]
  run -0 in_root /usr/libexec/dumb-init/catatonit --version
  [ "$output" = "tini version 0.2.1_catatonit (dumb-init $VERSION)" ]
  local name
  for name in tini tini-static docker-init catatonit podman-init; do
    in_root test -x "/usr/libexec/dumb-init/$name"
    # minbase keeps no manual pages.
    dpkg-deb -c "$DIST"/dumb-init_*_amd64.deb | grep -q "/man1/$name.1.gz -> dumb-init.1.gz"
  done
}

@test "removed and purged, nothing of it is left" {
  in_root dpkg --purge dumb-init
  run find "$ROOT/usr" "$ROOT/etc" "$ROOT/var/lib/dpkg/info" -name '*dumb-init*'
  [ -z "$output" ]
}

@test "it installs where none was, and as a static file needs nothing" {
  run -0 in_root sh -c 'dpkg -i /package.deb && dumb-init sh -c "exit 7"; echo $?'
  [ "${lines[-1]}" = 7 ]
  run -0 dpkg-deb -f "$DIST"/dumb-init_*_amd64.deb Depends
  [ -z "$output" ]
}

@test "each architecture's package has a program of that architecture" {
  local package arch
  local -A machines=([amd64]=x86_64 [arm64]=aarch64 [armhf]=armv7l [i386]=i686 [ppc64el]=ppc64le)
  for package in "$DIST"/dumb-init_*.deb; do
    dpkg-deb -x "$package" "$BATS_TEST_TMPDIR/$(basename "$package")"
    arch=$(dpkg-deb -f "$package" Architecture)
    cmp "$BATS_TEST_TMPDIR/$(basename "$package")/usr/bin/dumb-init" \
      "$DIST/dumb-init-$VERSION-${machines[$arch]:-$arch}"
  done
}

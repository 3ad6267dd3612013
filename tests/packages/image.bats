# The image that others copy from, built and used by podman.
# shellcheck disable=SC2153  # DIST is from setup_suite
bats_require_minimum_version 1.5.0

setup_file() {
  # shellcheck source=tests/engines/podman/setup_suite.bash
  source "$SOURCES/tests/engines/podman/setup_suite.bash"
  configure_engine
  LIST=$("$SOURCES/tools/image" dumb-init "$DIST")
  export LIST
}

teardown_file() {
  # shellcheck source=tests/engines/podman/setup_suite.bash
  source "$SOURCES/tests/engines/podman/setup_suite.bash"
  teardown_suite
}

@test "the list has each machine of the release" {
  local files
  files=$(find "$DIST" -name "dumb-init-$VERSION-*" -type f ! -name '*.gz' ! -name '*.rpm' | wc -l)
  [ "$(grep -c '"architecture"' <<<"$LIST")" = "$files" ]
  grep -q '"architecture": "amd64"' <<<"$LIST"
}

@test "the image is the file and nothing else" {
  local layer
  podman save --quiet --format oci-dir -o "$BATS_TEST_TMPDIR/image" "$(podman manifest inspect dumb-init |
    sed -n 's/.*"digest": "\(sha256:[0-9a-f]*\)".*/\1/p' | head -n 1 | xargs -I{} echo "localhost/dumb-init@{}")"
  for layer in "$BATS_TEST_TMPDIR"/image/blobs/sha256/*; do
    tar -tzf "$layer" 2>/dev/null || tar -tf "$layer" 2>/dev/null || true
  done >"$BATS_TEST_TMPDIR/files"
  [ "$(cat "$BATS_TEST_TMPDIR/files")" = dumb-init ]
}

@test "COPY --from takes the file into an image of one's own, which ends as its command does" {
  cp "$(command -v busybox)" "$BATS_TEST_TMPDIR/busybox"
  cat >"$BATS_TEST_TMPDIR/Containerfile" <<'END'
FROM dumb-init AS init
FROM scratch
COPY --from=dumb-init /dumb-init /usr/bin/dumb-init
COPY busybox /bin/sh
ENTRYPOINT ["/usr/bin/dumb-init", "--"]
CMD ["sh", "-c", "exit 7"]
END
  podman build --quiet --isolation chroot -t app "$BATS_TEST_TMPDIR"
  run -7 podman run --rm app
}

@test "the archive beside the files is an OCI image of all machines" {
  run -0 tar -xOf "$DIST/dumb-init-$VERSION.oci.tar" index.json
  grep -q '"mediaType":"application/vnd.oci.image.index' <<<"$output"
}

@test "loaded from the archive the image has the name that others copy from" {
  podman manifest rm dumb-init
  podman load -i "$DIST/dumb-init-$VERSION.oci.tar"
  printf 'FROM scratch\nCOPY --from=dumb-init /dumb-init /init\nCMD ["/init", "--version"]\n' >"$BATS_TEST_TMPDIR/Containerfile"
  podman build --quiet --isolation chroot -t loaded "$BATS_TEST_TMPDIR"
  run -0 podman run --rm loaded
  [ "$output" = "dumb-init v$VERSION" ]
}

# The release as a whole: the same from anywhere, complete, and signed by whoever has a key.
setup() {
  cd "$DIST" || exit 1
}

@test "built in another folder, order, umask and time zone every file is the same" {
  local other=$BATS_TEST_TMPDIR/other/place
  mkdir -p "$other"
  (cd "$SOURCES" && git ls-files -z | tar --null -T - -c) | tar -C "$other" -x
  export SOURCE_DATE_EPOCH DUMB_INIT_MAINTAINER
  SOURCE_DATE_EPOCH=$(git -C "$SOURCES" log -1 --format=%ct)
  DUMB_INIT_MAINTAINER=$(git -C "$SOURCES" log -1 --format='%an <%ae>')
  local architectures
  # The last first: the order must make no difference, either.
  mapfile -t architectures < <(find "$DIST" -name '*.deb' | sed 's/.*_\(.*\).deb/\1/' | sort -r)
  (cd "$other" && umask 077 && TZ=Pacific/Auckland tools/dist "${architectures[@]}")
  diff "$other/dist/SHA256SUMS" SHA256SUMS
}

@test "every file is in the list of checksums and is what it says" {
  sha256sum --strict -c SHA256SUMS
  [ "$(sed 's/.*  //' SHA256SUMS | sort)" = "$(find . -maxdepth 1 -type f ! -name 'SHA256SUMS*' ! -name '*.oci.tar' -printf '%f\n' | sort)" ]
}

@test "the list of parts names each program with its checksum, and musl and libgcc in it" {
  /usr/bin/python3 - "dumb-init-$VERSION.spdx.json" <<'END'
import hashlib, json, sys
document = json.load(open(sys.argv[1]))
known = {one["SPDXID"] for one in [document, *document["packages"], *document["files"]]}
for link in document["relationships"]:
    assert {link["spdxElementId"], link["relatedSpdxElement"]} <= known, link
assert document["files"]
for file in document["files"]:
    content = open(file["fileName"], "rb").read()
    sums = {one["algorithm"]: one["checksumValue"] for one in file["checksums"]}
    assert sums["SHA256"] == hashlib.sha256(content).hexdigest(), file
    parts = [link["relatedSpdxElement"] for link in document["relationships"]
             if link["spdxElementId"] == file["SPDXID"] and link["relationshipType"] == "STATIC_LINK"]
    assert any("musl" in part for part in parts) and any("libgcc" in part for part in parts), file
END
}

copy_of_release() {
  cp -r "$DIST" "$BATS_TEST_TMPDIR/dist"
  cd "$BATS_TEST_TMPDIR" || exit 1
}

@test "a signature of minisign is good, and bad when a file was changed" {
  copy_of_release
  minisign -G -W -p key.pub -s key
  "$SOURCES/tools/sign" -m key dist
  minisign -V -p key.pub -m dist/SHA256SUMS
  echo x >>dist/SHA256SUMS
  run minisign -V -p key.pub -m dist/SHA256SUMS
  [ "$status" != 0 ]
}

@test "a signature of gpg is good" {
  copy_of_release
  export GNUPGHOME=$BATS_TEST_TMPDIR/gnupg
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --passphrase '' --quick-generate-key 'Nobody <nobody@localhost>' default default never
  "$SOURCES/tools/sign" -g nobody@localhost dist
  gpg --verify dist/SHA256SUMS.asc dist/SHA256SUMS
  gpgconf --kill gpg-agent
}

@test "what is not what the list says is not signed" {
  copy_of_release
  minisign -G -W -p key.pub -s key
  echo x >>"dist/dumb-init-$VERSION.spdx.json"
  run "$SOURCES/tools/sign" -m key dist
  [ "$status" != 0 ]
  [ ! -e dist/SHA256SUMS.minisig ]
}

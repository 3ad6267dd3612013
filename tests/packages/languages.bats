# npm and pip: what they put into the path is the file itself.
bats_require_minimum_version 1.5.0

# A registry that has our packages and no others.
start_registry() {
  cat >"$BATS_TEST_TMPDIR/registry.py" <<'END'
import base64, functools, hashlib, http.server, json, os, sys, tarfile, urllib.parse
folder = sys.argv[1]
packages = {}
for name in os.listdir(folder):
    if name.endswith(".tgz"):
        manifest = json.load(tarfile.open(f"{folder}/{name}").extractfile("package/package.json"))
        content = open(f"{folder}/{name}", "rb").read()
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
        packages[manifest["name"]] = (manifest, name, integrity)
class Registry(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        wanted = urllib.parse.unquote(self.path[1:])
        if wanted not in packages:
            return super().do_GET()
        manifest, name, integrity = packages[wanted]
        manifest["dist"] = {"tarball": f"http://{self.headers['Host']}/{name}", "integrity": integrity}
        text = json.dumps({"name": wanted, "dist-tags": {"latest": manifest["version"]},
                           "versions": {manifest["version"]: manifest}}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Registry, directory=folder))
print(server.server_port, flush=True)
server.serve_forever()
END
  exec {registry}< <(exec python3 "$BATS_TEST_TMPDIR/registry.py" "$DIST" 2>/dev/null)
  REGISTRY_PID=$!
  read -r REGISTRY_PORT <&"$registry"
}

teardown() {
  [ -z "${REGISTRY_PID:-}" ] || kill "$REGISTRY_PID" || true
}

@test "npm install puts the file of this machine into node_modules/.bin" {
  start_registry
  cd "$BATS_TEST_TMPDIR"
  echo '{"name": "app", "version": "1.0.0"}' >package.json
  npm install --registry "http://127.0.0.1:$REGISTRY_PORT" --cache "$BATS_TEST_TMPDIR/cache" --no-audit \
    "$DIST/dumb-init-$VERSION.tgz"
  cmp node_modules/.bin/dumb-init "$DIST/dumb-init-$VERSION-x86_64"
  # One machine's file, not seven.
  [ "$(find node_modules/@dumb-init -name dumb-init -type f | wc -l)" = 1 ]
  run -7 unshare -fp --mount-proc node_modules/.bin/dumb-init -- node -e 'process.exit(7)'
}

@test "no npm package runs anything at its installation" {
  local package
  for package in "$DIST"/*.tgz; do
    run -0 tar -xzOf "$package" package/package.json
    run ! grep -q '"scripts"' <<<"$output"
  done
}

@test "pip install puts the file into the path" {
  cd "$BATS_TEST_TMPDIR"
  /usr/bin/python3 -m venv environment
  environment/bin/pip install --no-index "$DIST"/dumb_init-*x86_64*.whl
  cmp environment/bin/dumb-init "$DIST/dumb-init-$VERSION-x86_64"
  run -7 unshare -fp --mount-proc environment/bin/dumb-init -- sh -c 'exit 7'
  environment/bin/pip uninstall -y dumb-init
  [ ! -e environment/bin/dumb-init ]
}

@test "the archive has program, names, manual and completions" {
  mkdir "$BATS_TEST_TMPDIR/usr"
  tar -C "$BATS_TEST_TMPDIR/usr" -xzf "$DIST/dumb-init-$VERSION-x86_64.tar.gz"
  cd "$BATS_TEST_TMPDIR/usr"
  run -0 bin/dumb-init --version
  run -0 libexec/dumb-init/tini --version
  [ "$output" = "tini version 0.19.0 (dumb-init $VERSION)" ]
  run -0 man -M "$PWD/share/man" podman-init
  grep -q 'minimal init for containers' <<<"$output"
  ls share/bash-completion/completions/dumb-init share/zsh/vendor-completions/_dumb-init \
    share/zsh/site-functions/_dumb-init share/fish/vendor_completions.d/dumb-init.fish
}

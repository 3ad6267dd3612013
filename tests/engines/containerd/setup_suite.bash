# Before the first test: a containerd of our own, and the image. After the last: nothing of either is
# left.
# shellcheck source=tests/engines/containerd/engine.bash
source "$(dirname "${BASH_SOURCE[0]}")/engine.bash"

setup_suite() {
  require_programs containerd ctr runc busybox g++ ldd mount pkill timeout unshare
  configure_engine
  start_engine || return 1
  import_image || return 1
  # One container first: when this fails, every test would, and less clearly.
  run_container image guest true >"$ENGINE/trial" 2>&1 ||
    give_up "containerd cannot run a container here: $(cat "$ENGINE/trial")"
}

teardown_suite() {
  [ -n "${ENGINE:-}" ] || return 0
  stop_engine
  rm -rf "$ENGINE"
  eventually cgroups_are_removed "$CONTAINERD_NAMESPACE"
}

# Nothing of ours meets the containers that this machine may have. The namespace of containerd, which
# is a prefix of names, is also the cgroup that the containers' cgroups are in.
configure_engine() {
  ENGINE=$(mktemp -d)
  export ENGINE
  export CONTAINERD_ADDRESS=$ENGINE/socket
  export CONTAINERD_NAMESPACE=dumb-init-test-${ENGINE##*.}
  CONTAINERD_SNAPSHOTTER=$(snapshotter)
  export CONTAINERD_SNAPSHOTTER
  cat >"$ENGINE/config.toml" <<END
version = 2
root = "$ENGINE/storage"
state = "$ENGINE/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "$CONTAINERD_ADDRESS"
[plugins."io.containerd.internal.v1.opt"]
path = "$ENGINE/opt"
END
}

# An overlay cannot lie on another overlay, which is what the root of a container often is.
snapshotter() {
  case $(stat -f -c %T "$ENGINE") in
    overlayfs) echo native ;;
    *) echo overlayfs ;;
  esac
}

# containerd is PID 1 of a namespace: when it ends, the kernel ends all it started, and its mounts go
# with it. Some of its folders are in /run whatever its settings say.
start_engine() {
  # shellcheck disable=SC2016
  unshare --mount --pid --fork --kill-child --mount-proc sh -c '
    mount -t tmpfs run /run && exec containerd --config "$1"' sh "$ENGINE/config.toml" \
    >"$ENGINE/log" 2>&1 3>&- &
  unshare=$!
  eventually engine_answers_or_ended
  ctr version >"$ENGINE/version" 2>&1 ||
    give_up "no containerd to talk to here: $(tail -n 3 "$ENGINE/log" "$ENGINE/version")"
}

engine_answers_or_ended() {
  ctr version >/dev/null 2>&1 || engine_ended
}

# ctr can neither build nor import a mere root, so this packs one as `docker save` would.
import_image() {
  local folder=$ENGINE/image
  make_root "$folder/root"
  tar -C "$folder/root" -c . >"$folder/layer.tar"
  rm -rf "$folder/root"
  cat >"$folder/config.json" <<END
{"os": "linux", "architecture": "$(architecture)",
 "config": {"Entrypoint": ["/usr/bin/dumb-init", "--"], "Cmd": ["signal_echo", "-e", "15"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$(sha256sum <"$folder/layer.tar" | cut -d ' ' -f 1)"]}}
END
  cat >"$folder/manifest.json" <<END
[{"Config": "config.json", "RepoTags": ["localhost/image:1"], "Layers": ["layer.tar"]}]
END
  tar -C "$folder" -c . | ctr image import - >"$ENGINE/import" 2>&1 ||
    give_up "containerd cannot import the image: $(cat "$ENGINE/import")" || return 1
  ctr image tag localhost/image:1 image >/dev/null
}

architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

make_root() {
  local name
  for name in "${names[@]}"; do
    add_program "$INIT" "$1" "/usr/bin/$name"
  done
  add_busybox "$1"
  add_signal_echo "$1"
}

# Before the first test: an engine with a storage of its own, and the images. After the last: nothing of
# either is left but the empty cgroup that podman leaves wherever it ran; another suite may be using it.
# shellcheck source=tests/engines/podman/engine.bash
source "$(dirname "${BASH_SOURCE[0]}")/engine.bash"

setup_suite() {
  require_programs podman runc busybox node ldd g++ tmux timeout
  configure_engine
  add_inits
  build_images
  # One container first: when this fails, every test would, and less clearly.
  podman run --rm --entrypoint /usr/bin/dumb-init scratch-image --version >"$ENGINE/trial" 2>&1 ||
    give_up "podman cannot run a container here: $(cat "$ENGINE/trial")"
}

teardown_suite() {
  [ -n "${ENGINE:-}" ] || return 0
  remove_pods || true
  unmount_storage
  rm -rf "$ENGINE"
}

# Nothing of ours meets the containers, locks, events or networks that this machine may have. The
# settings work on hosts with cgroups v1, v2 or both, and where the limits may not be raised.
configure_engine() {
  ENGINE=$(mktemp -d)
  export ENGINE
  export CONTAINERS_CONF=$ENGINE/containers.conf
  export CONTAINERS_STORAGE_CONF=$ENGINE/storage.conf
  cat >"$CONTAINERS_CONF" <<END
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]
netns = "none"
log_driver = "k8s-file"
init_path = "$ENGINE/inits/catatonit"
[engine]
helper_binaries_dir = ["$ENGINE/inits"]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
tmp_dir = "$ENGINE/tmp"
static_dir = "$ENGINE/storage/libpod"
volume_path = "$ENGINE/storage/volumes"
END
  cat >"$CONTAINERS_STORAGE_CONF" <<END
[storage]
driver = "$(storage_driver)"
graphroot = "$ENGINE/storage"
runroot = "$ENGINE/run"
END
}

# The init under the names that it may have on a host. podman 4 reads init_path for containers with
# --init and looks for a helper called catatonit for pods; later versions read init_path for both.
add_inits() {
  local name
  mkdir "$ENGINE/inits"
  for name in dumb-init tini docker-init catatonit; do
    cp -L "$INIT" "$ENGINE/inits/$name"
  done
}

# An overlay cannot lie on another overlay, which is what the root of a container often is.
storage_driver() {
  case $(stat -f -c %T "$ENGINE") in
    overlayfs) echo vfs ;;
    *) echo overlay ;;
  esac
}

build_images() {
  local folder=$ENGINE/images
  cp -r "$SOURCES/tests/engines/podman/images" "$folder"
  local image
  for image in scratch busybox node; do
    add_program "$ENGINE/inits/dumb-init" "$folder/$image/root" /usr/bin/dumb-init
  done
  add_signal_echo "$folder/scratch/root"
  add_signal_echo "$folder/busybox/root"
  add_busybox "$folder/busybox/root"
  add_busybox "$folder/node/root"
  add_program "$(node -p process.execPath)" "$folder/node/root" /usr/bin/node
  mkdir -p "$folder"/{busybox,node}/root/srv
  echo "not a program" >"$folder/busybox/root/srv/notes.txt"
  cp "$SOURCES"/tools/demo.d/*.js "$folder/node/root/srv"
  for image in scratch busybox node; do
    podman build --quiet --isolation chroot --tag "$image-image" "$folder/$image" >"$ENGINE/build" 2>&1 ||
      give_up "podman cannot build $image-image: $(cat "$ENGINE/build")" || return 1
  done
  rm -rf "$folder"
}

unmount_storage() {
  local point
  grep -o " $ENGINE/[^ ]*" /proc/self/mountinfo | sort -r | while read -r point; do
    umount "$point"
  done || true
}

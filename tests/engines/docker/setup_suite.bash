# Before the first test: a dockerd of our own, and the images. After the last: nothing of either is
# left.
# shellcheck source=tests/engines/docker/engine.bash
source "$(dirname "${BASH_SOURCE[0]}")/engine.bash"

setup_suite() {
  require_programs dockerd docker containerd runc busybox node ldd g++ tmux timeout unshare mount pkill
  configure_engine
  start_engine || return 1
  import_images
  # One container first: when this fails, every test would, and less clearly.
  docker run --rm busybox-image true >"$ENGINE/trial" 2>&1 ||
    give_up "docker cannot run a container here: $(cat "$ENGINE/trial")"
}

teardown_suite() {
  [ -n "${ENGINE:-}" ] || return 0
  remove_containers || true
  stop_engine
  rm -rf "$ENGINE"
  eventually cgroups_are_removed "$CGROUP"
}

# Nothing of ours meets the daemon, containers or settings that this machine may have.
configure_engine() {
  ENGINE=$(mktemp -d)
  export ENGINE
  # The cgroup that the containers' cgroups are in.
  CGROUP=dumb-init-docker-${ENGINE##*.}
  export DOCKER_CONFIG=$ENGINE/client
  export DOCKER_HOST=unix://$ENGINE/socket
  unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_API_VERSION DOCKER_DEFAULT_PLATFORM
  # The init's name makes it stand in for Docker's own.
  mkdir "$ENGINE/bin"
  cp "$INIT" "$ENGINE/bin/docker-init"
}

# dockerd is PID 1 of a namespace: when it ends, the kernel ends all it started, and its mounts go with
# it. The folders it has no option for are hidden from it.
start_engine() {
  # shellcheck disable=SC2016
  PATH=$ENGINE/bin:$PATH unshare --net --mount --pid --fork --kill-child --mount-proc sh -c '
    mount -t tmpfs run /run || exit
    for folder in /etc/docker /opt; do
      [ ! -d "$folder" ] || mount -t tmpfs hidden "$folder" || exit
    done
    exec dockerd "$@"' sh \
    --init-path "$ENGINE/bin/docker-init" --host "$DOCKER_HOST" --pidfile "$ENGINE/pid" \
    --data-root "$ENGINE/storage" --exec-root "$ENGINE/run" --storage-driver "$(storage_driver)" \
    --cgroup-parent "/$CGROUP" --exec-opt native.cgroupdriver=cgroupfs \
    --bridge none --iptables=false --ip6tables=false >"$ENGINE/log" 2>&1 3>&- &
  unshare=$!
  eventually engine_answers_or_ended
  docker version >"$ENGINE/version" 2>&1 ||
    give_up "no dockerd to talk to here: $(tail -n 3 "$ENGINE/log" "$ENGINE/version")"
}

engine_answers_or_ended() {
  docker version >/dev/null 2>&1 || engine_ended
}

# An overlay cannot lie on another overlay, which is what the root of a container often is.
storage_driver() {
  case $(stat -f -c %T "$ENGINE") in
    overlayfs) echo vfs ;;
    *) echo overlay2 ;;
  esac
}

import_images() {
  local root
  for root in busybox node; do
    add_busybox "$ENGINE/$root"
    mkdir "$ENGINE/$root/srv"
    add_program "$INIT" "$ENGINE/$root" /usr/bin/dumb-init
  done
  add_signal_echo "$ENGINE/busybox"
  add_program "$INIT" "$ENGINE/busybox" /usr/bin/tini
  echo "not a program" >"$ENGINE/busybox/srv/notes.txt"
  add_program "$(node -p process.execPath)" "$ENGINE/node" /usr/bin/node
  cp "$SOURCES"/tools/demo.d/*.js "$ENGINE/node/srv"
  for root in busybox node; do
    tar -C "$ENGINE/$root" -c . | docker import --change 'WORKDIR /srv' - "$root-image" >"$ENGINE/import" 2>&1 ||
      give_up "docker cannot import $root-image: $(cat "$ENGINE/import")" || return 1
    rm -rf "${ENGINE:?}/$root"
  done
}

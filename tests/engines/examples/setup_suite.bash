# Before the first test: podman with a storage of its own, and stand-ins for the images that the examples begin
# with, made of the programs of this machine. After the last: nothing of either is left.

# shellcheck source=tests/engines/podman/setup_suite.bash
source "$(dirname "${BASH_SOURCE[0]}")/../podman/setup_suite.bash"
# shellcheck source=tests/engines/examples/stand_ins.bash
source "$(dirname "${BASH_SOURCE[0]}")/stand_ins.bash"

setup_suite() {
  require_programs podman runc busybox dash node ldd gcc gunicorn nginx dockerd docker docker-compose nsenter \
    systemd-nspawn pkill javac java /usr/bin/python3 setpriv timeout unshare "$postgresql/postgres"
  configure_engine
  add_inits
  # An example is one layer on its stand-in, and nothing but a stand-in is looked for.
  export BUILDAH_LAYERS=false
  export CONTAINERS_REGISTRIES_CONF=$ENGINE/registries.conf
  echo 'unqualified-search-registries = ["docker.io"]' >"$CONTAINERS_REGISTRIES_CONF"
  build_init_image && import_stand_ins
}

# As examples/README.md says.
build_init_image() {
  podman build --quiet --isolation chroot --tag dumb-init --build-arg FILE=dumb-init \
    --file "$SOURCES/packaging/Containerfile" "$ENGINE/inits" >"$ENGINE/build" 2>&1 ||
    give_up "podman cannot build the image of the init: $(cat "$ENGINE/build")"
}

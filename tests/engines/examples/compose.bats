# examples/compose: docker-compose builds and runs both services. It asks a dockerd of this file's own, whose init
# is ours.
setup_file() {
  load engine
  podman save --quiet --multi-image-archive --output "$BATS_FILE_TMPDIR/stand-ins" \
    docker.io/library/{debian:12-slim,node:22-slim}
  use_docker
  export DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
  configure_engine
  start_engine || return 1
  export unshare
  docker load --quiet --input "$BATS_FILE_TMPDIR/stand-ins" >&2
  docker build --quiet --tag dumb-init --build-arg FILE=docker-init --file "$SOURCES/packaging/Containerfile" \
    "$ENGINE/bin" >&2
  # The containers of these tests have no network.
  cat >"$BATS_FILE_TMPDIR/no-network.yaml" <<'END'
services:
  web: {network_mode: none}
  jobs: {network_mode: none}
END
}

use_docker() {
  # shellcheck source=tests/engines/docker/setup_suite.bash
  source "$SOURCES/tests/engines/docker/setup_suite.bash"
}

setup() {
  load engine
  use_docker
}

teardown() {
  compose down --timeout 0 || true
}

teardown_file() {
  load engine
  use_docker
  teardown_suite
}

compose() {
  timeout "$DEADLINE" docker-compose --project-name example --file "$EXAMPLES/compose/compose.yaml" \
    --file "$BATS_FILE_TMPDIR/no-network.yaml" "$@" 3>&-
}

# Service $1 has written this line.
wrote() {
  docker logs "example_$1_1" 2>&1 | grep -qxF -- "$2"
}

@test "Compose: a service with the init in its image and one with the engine's end as they should" {
  compose up --detach --build
  eventually wrote web "server: ready"
  eventually wrote jobs "mail: ready"
  eventually wrote jobs "index: ready"
  [ "$(docker exec example_jobs_1 cat /proc/1/comm)" = docker-init ]
  [ "$(docker inspect --format '{{.Config.StopTimeout}}' example_web_1 example_jobs_1 | paste -sd ' ')" = "20 15" ]
  compose stop
  [ "$(docker wait example_web_1 example_jobs_1 | paste -sd ' ')" = "143 0" ]
  wrote web "server: all is answered"
  wrote jobs "mail: saved"
  wrote jobs "index: saved"
}

@test "Compose: the settings for dockerd name the init" {
  /usr/bin/python3 -m json.tool "$EXAMPLES/compose/daemon.json" | grep -x ' *"init-path": "/usr/local/bin/docker-init"'
}

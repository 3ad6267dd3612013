# Pods: podman runs the init as `/catatonit -P` in a container with nothing else in it. It holds the
# namespaces that the containers of the pod share, and is PID 1 for all of them where that is one of those.
# shellcheck disable=SC2154  # without_init and without_rights come from engine.bash
setup() {
  load engine
}

teardown() {
  remove_pods
}

start_pod() {
  podman pod create --name pod "$@" >/dev/null
  podman pod start pod >/dev/null
  infra=$(podman pod inspect --format '{{.InfraContainerID}}' pod)
}

# A pod with a guest, as Kubernetes describes it: play NAMESPACE-SHARED OPTIONS-OF-PODMAN-PLAY. Without
# "none" podman would give it a network of the host, and leave that behind.
play() {
  local shared=$1
  shift
  podman play kube --network none "$@" - >/dev/null <<END
apiVersion: v1
kind: Pod
metadata:
  name: pod
spec:
  shareProcessNamespace: $shared
  containers:
    - name: guest
      image: localhost/busybox-image
      imagePullPolicy: Never
      command: [sleep, "100000"]
END
  podman rename pod-guest guest
  infra=$(podman pod inspect --format '{{.InfraContainerID}}' pod)
}

# Waits until the init has taken its place in the container $1 and sleeps. A signal that came before
# it blocks them would be lost.
expect_pause() {
  [ "$(podman inspect --format '{{.Path}} {{.Args}}' "$1")" = "/catatonit [-P]" ]
  eventually pauses "$(podman inspect --format '{{.State.Pid}}' "$1")"
}

pauses() {
  cmp -s "/proc/$1/exe" "$ENGINE/inits/catatonit" && grep -q '^State:.S' "/proc/$1/status"
}

expect_orphan_reaped() {
  leave_orphan
  podman exec guest kill -KILL "$orphan"
  eventually gone "$orphan"
}

@test "podman runs the init to hold a pod together, and a stop of the pod ends it with 0" {
  start_pod
  expect_pause "$infra"
  start --pod pod scratch-image /usr/bin/signal_echo -e 15
  expect_line ready
  # The time for KILL never comes: podman returns because both have ended.
  podman pod stop --time 100000 pod
  expect_end 0
  expect_end 0 "$infra"
}

@test "a pod's init ends with 0 on INT" {
  start_pod
  expect_pause "$infra"
  podman kill --signal INT "$infra"
  expect_end 0 "$infra"
}

@test "a pod's init takes no notice of other signals and reaps what a container leaves behind" {
  start_pod --share pid
  start --pod pod "${without_init[@]}" busybox-image sleep 100000
  expect_pause "$infra"
  [ "$(command_of_pid_1)" = "/catatonit -P " ]
  local signal
  for signal in HUP QUIT USR1 PIPE ALRM CHLD TSTP RTMIN+3; do
    podman kill --signal "$signal" "$infra"
  done
  expect_orphan_reaped
}

@test "without the init what a container of a pod leaves behind stays a zombie" {
  start_pod --share pid --infra-image busybox-image --infra-command '/bin/sleep 100000'
  start --pod pod "${without_init[@]}" busybox-image sleep 100000
  leave_orphan
  podman exec guest kill -KILL "$orphan"
  eventually is_zombie "$orphan"
}

@test "a pod's init needs nothing but its file, neither rights nor a root it may write to" {
  mkdir "$BATS_TEST_TMPDIR/root"
  start "${without_rights[@]}" --volume "$ENGINE/inits/catatonit:/catatonit:ro" \
    --rootfs "$BATS_TEST_TMPDIR/root" /catatonit -P
  expect_pause guest
  podman stop --time 100000 guest
  expect_end 0
}

@test "in a pod that Kubernetes describes the init is PID 1 of the containers that share it" {
  play true
  expect_pause "$infra"
  [ "$(command_of_pid_1)" = "/catatonit -P " ]
  expect_orphan_reaped
  podman pod stop --time 100000 pod
  expect_end 0 "$infra"
}

@test "the service container of such a pod is the init, and a stop ends it with 0" {
  play false --service-container
  local service
  service=$(podman ps --filter 'name=-service$' --format '{{.ID}}')
  expect_pause "$service"
  podman stop --time 100000 "$service"
  expect_end 0 "$service"
  podman start "$service"
  expect_pause "$service"
  podman kill --signal INT "$service"
  expect_end 0 "$service"
}

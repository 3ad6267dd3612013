# examples/kubernetes: podman plays the pods as they stand in the files. It lays no file over
# /dev/termination-log, as the kubelet does, so that is added.
# shellcheck disable=SC2154  # client and orphan come from engine.bash, output from bats
setup_file() {
  load engine
  build node registry.example/node-app:1
  build cron registry.example/scheduler:1
  build kubernetes/pause registry.example/pause:1
}

setup() {
  load engine
  messages=$BATS_TEST_TMPDIR/termination-log
  touch "$messages"
}

teardown() {
  remove_pods
}

# Plays a pod and calls its container "guest": play FILE [VARIABLE=VALUE...]
play() {
  /usr/bin/python3 - "$EXAMPLES/kubernetes/$1" "$messages" "${@:2}" >"$BATS_TEST_TMPDIR/pod.yaml" <<'END'
import sys, yaml
file, messages, *variables = sys.argv[1:]
pod = yaml.safe_load(open(file))
container = pod["spec"]["containers"][0]
container["volumeMounts"] = [{"name": "messages", "mountPath": "/dev/termination-log"}]
pod["spec"]["volumes"] = [{"name": "messages", "hostPath": {"path": messages, "type": "File"}}]
for name, value in (variable.split("=", 1) for variable in variables):
    env = container.setdefault("env", [])
    env[:] = [entry for entry in env if entry["name"] != name] + [{"name": name, "value": value}]
yaml.safe_dump(pod, sys.stdout)
END
  podman play kube --network none "$BATS_TEST_TMPDIR/pod.yaml" >/dev/null
  podman rename "$(podman ps --all --quiet --filter "name=-app$")" guest
}

@test "Kubernetes: the reason of an end is in the termination log" {
  play pod.yaml
  expect_line "server: ready"
  podman exec guest sh -c 'kill -SEGV "$(pidof node)"'
  expect_end 139
  grep -qE '^node \(PID [0-9]+\) was ended by SIGSEGV after ' "$messages"
}

@test "Kubernetes: after an orderly stop the termination log says so" {
  play pod.yaml
  expect_line "server: ready"
  podman kill --signal TERM guest
  expect_end 0
  grep -qE '^node \(PID [0-9]+\) exited with status 0 .*last stop request: SIGTERM' "$messages"
}

@test "Kubernetes: while TERM is held requests are answered, and a second TERM goes through" {
  # An hour instead of five seconds: the test sees to the end of it.
  play rolling-update.yaml DUMB_INIT_DELAY=TERM:1h DUMB_INIT_DEBUG=1 ANSWER_MS=0
  expect_line "server: ready"
  podman kill --signal TERM guest
  expect_match "received SIGTERM"
  request 8080
  expect_whole_answer
  run -1 has_line "server: told to stop"
  podman kill --signal TERM guest
  expect_line "server: told to stop"
  expect_end 0
}

@test "Kubernetes: with the delay of the file TERM goes out by itself" {
  play rolling-update.yaml
  expect_line "server: ready"
  podman kill --signal TERM guest
  expect_end 0
  has_line "server: told to stop"
}

@test "Kubernetes: our pause container reaps for a pod that shares its PID namespace" {
  sed 's,^\[engine\],&\ninfra_image = "registry.example/pause:1",' "$CONTAINERS_CONF" \
    >"$BATS_TEST_TMPDIR/containers.conf"
  export CONTAINERS_CONF=$BATS_TEST_TMPDIR/containers.conf
  play shared.yaml
  [ "$(command_of_pid_1)" = "/dumb-init --pause " ]
  expect_line "job: done"
  eventually no_sleep_is_left
  podman pod stop --time 100000 shared
  expect_end 0 "$(podman pod inspect --format '{{.InfraContainerID}}' shared)"
}

no_sleep_is_left() {
  zombies_are 0 && ! podman exec guest pidof sleep
}

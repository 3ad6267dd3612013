# Processes whose parent has died become children of PID 1, which has to reap them.
setup() {
  load engine
}

teardown() {
  remove_containers
}

# A process brought in by `docker exec` that outlives the shell that started it. Its PID is in `orphan`.
leave_orphan() {
  orphan=$(docker exec guest sh -c 'sleep 100000 >/dev/null 2>&1 & echo $!')
  docker exec guest grep -qx 'PPid:.1' "/proc/$orphan/status"
}

is_zombie() {
  docker exec guest grep -q '^State:.Z' "/proc/$1/status"
}

# Each probe of the health leaves a process behind that ends when the probe has, and tells its PID.
probes=(--health-interval 100ms
  --health-cmd 'while kill -0 $$; do :; done >/dev/null 2>&1 & echo $! >>/srv/left')

three_were_left() {
  [ "$(docker exec guest cat left | wc -l)" -ge 3 ]
}

expect_probes() {
  expect_state '{{.State.Health.Status}}' healthy
  eventually three_were_left
}

@test "what Node programs leave behind is reaped" {
  start --init node-image node zombies.js
  expect_line ready
  eventually zombies_are 0
}

@test "without the init the same program's children pile up as zombies" {
  start node-image node zombies.js
  expect_line ready
  zombies_are 5
}

@test "what a process of docker exec leaves behind is reaped" {
  start --init busybox-image sleep 100000
  leave_orphan
  docker exec guest kill -KILL "$orphan"
  eventually gone "$orphan"
}

@test "without the init what a process of docker exec leaves behind stays a zombie" {
  start busybox-image sleep 100000
  leave_orphan
  docker exec guest kill -KILL "$orphan"
  eventually is_zombie "$orphan"
}

@test "a container becomes healthy, and what the probes leave behind is reaped" {
  local orphan
  start --init "${probes[@]}" busybox-image sleep 100000
  expect_probes
  for orphan in $(docker exec guest head -n 3 left); do
    eventually gone "$orphan"
  done
}

@test "without the init what the probes leave behind stays as zombies" {
  local orphan
  start "${probes[@]}" busybox-image sleep 100000
  expect_probes
  for orphan in $(docker exec guest head -n 3 left); do
    eventually is_zombie "$orphan"
  done
}

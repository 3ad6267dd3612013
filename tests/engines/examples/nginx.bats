# examples/nginx: TERM becomes QUIT, and a download that has begun comes whole.
# shellcheck disable=SC2154  # answer and client come from engine.bash
setup_file() {
  load engine
  build nginx web
}

setup() {
  load engine
}

teardown() {
  [ -z "${client:-}" ] || kill -KILL "$client" 2>/dev/null || true
  remove_containers
}

size=$((16 << 20))

start_nginx() {
  start "$@"
  expect_match "start worker process [0-9]+"
  podman exec guest sh -c "(echo begun; head -c $size /dev/zero; echo finished) >/usr/share/nginx/html/index.html"
}

# A client that has got the beginning and takes the rest when "go" is there: more than fits between them.
download() {
  answer=$BATS_TEST_TMPDIR/answer
  nsenter --target "$(podman inspect --format '{{.State.Pid}}' guest)" --net \
    timeout "$DEADLINE" busybox wget -q -O - http://127.0.0.1:80/ 2>/dev/null 3>&- |
    (head -n 1 && until [ -e "$BATS_TEST_TMPDIR/go" ]; do sleep 0.05; done && tail -n 1) >"$answer" 3>&- &
  client=$!
  eventually grep -qx begun "$answer"
}

@test "nginx: TERM becomes QUIT, and the download is finished" {
  start_nginx web
  download
  podman kill --signal TERM guest
  expect_match "gracefully shutting down"
  touch "$BATS_TEST_TMPDIR/go"
  expect_whole_answer
  expect_end 0
  has_match "signal 3 \(SIGQUIT\) received from 1, shutting down"
}

@test "nginx: QUIT, the stop signal of the image, passes as it is" {
  start_nginx web
  podman stop --time 100000 guest
  expect_end 0
  has_match "signal 3 \(SIGQUIT\) received"
}

@test "nginx: TERM as it is cuts the download off" {
  start_nginx --entrypoint '["/usr/bin/dumb-init", "--", "/docker-entrypoint.sh"]' web nginx -g "daemon off;"
  download
  podman kill --signal TERM guest
  expect_end 0
  touch "$BATS_TEST_TMPDIR/go"
  expect_answer_cut_off
  has_match "signal 15 \(SIGTERM\) received"
}
